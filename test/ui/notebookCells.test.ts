import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Seed } from '../rig/seed';
import { waitFor } from '../rig/wait';
import { writeCardNotebook } from './support/cardNotebook';
import { startEditor, type Editor } from './support/editor';
import { sharedService } from './support/services';
import { themes } from './support/themes';

describe('the cells of a notebook', () => {
  const experiment = `cells ${Date.now()}`;
  let editor: Editor;
  let runId = '';

  beforeAll(async () => {
    const { RUNLENS_TEST_MLFLOW: uri = '' } = await sharedService('mlflow');
    const seed = new Seed(uri);
    const experimentId = await seed.experiment(experiment);
    const tags = {
      'runlens.cell.id': 'cell-0',
      'runlens.cell.execution_count': '2',
      'runlens.notebook.path': 'train.ipynb',
    };
    const cells = [
      { cell_id: 'x', execution_count: 1, source: 'import mlflow\ndata = load()' },
      { cell_id: 'cell-0', execution_count: 2, source: '%%mlflow\nfit(data, lr=0.2)' },
    ];
    const before = await seed.run(experimentId, { name: 'shy-owl', params: { lr: '0.1' }, tags });
    runId = await seed.run(experimentId, {
      name: 'gallant-fox',
      params: { lr: '0.2' },
      tags,
      artifacts: { 'runlens/cells.json': JSON.stringify({ version: 1, cells }) },
    });
    editor = await startEditor({
      viewport: { width: 1280, height: 1300 },
      settings: { 'runlens.trackingUri': uri, 'runlens.explorer.metrics': { [experiment]: ['accuracy'] } },
    });
    const output = (run: object, more: object = {}): object => ({
      version: 1,
      tracking_uri: uri,
      run: {
        run_id: runId,
        run_name: 'gallant-fox',
        experiment_id: experimentId,
        experiment_name: experiment,
        status: 'FINISHED',
        start_time: Date.now() - 20_000,
        end_time: Date.now(),
        ...run,
      },
      cell: { id: 'cell-0', execution_count: 2 },
      previous_run_id: before,
      params: [['lr', '0.2']],
      metrics: [
        { key: 'loss', value: 0.31, step: 0, points: [] },
        { key: 'accuracy', value: 0.97, step: 0, points: [] },
      ],
      ...more,
    });
    const hostile = 'fox $(trash) [click](command:x) \u202egpj.exe '.padEnd(300, 'long name ');
    await writeCardNotebook(join(editor.workspace, 'train.ipynb'), [
      { source: '%%mlflow\nfit(data, lr=0.2)', output: output({}) },
      { source: 'plain = 1', output: { version: 1 } },
      {
        source: '# mlflow: credit-risk --name failing\nfit(data, lr=22)',
        output: output(
          { status: 'FAILED', run_name: 'shy-owl' },
          { error: { type: 'FloatingPointError', message: 'loss is nan' }, previous_run_id: null },
        ),
      },
      { source: 'fit(data)', output: output({ run_name: hostile, status: 'KILLED' }, { previous_run_id: null }) },
    ]);
    await editor.evaluate(async (vscode) => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      const uri = vscode.Uri.joinPath(folder!.uri, 'train.ipynb');
      await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri));
    });
  });

  afterAll(() => editor.dispose());

  const cell = (index: number) => editor.page.locator(`.notebookOverlay .code-cell-row[data-index="${index}"]:visible`);
  const inStatusBar = (index: number, text: string) =>
    cell(index).locator('.cell-statusbar-container .cell-status-item', { hasText: text });
  /** As a click beside the cell's text does. */
  const focus = async (index: number): Promise<void> => {
    await cell(index).locator('.cell-focus-indicator-left').click();
  };
  const metadata = () =>
    editor.evaluate((vscode) =>
      vscode.window
        .activeNotebookEditor!.notebook.getCells()
        .map(({ metadata: own }) => (own as { metadata: { runlens?: unknown } }).metadata.runlens ?? null),
    );

  it('show the run that they made, with the chosen metric, and whether they are logged', async () => {
    await inStatusBar(0, 'gallant-fox · accuracy 0.9700').waitFor();
    await inStatusBar(0, 'MLflow: on').waitFor();
    await inStatusBar(2, 'shy-owl · FloatingPointError').waitFor();
    await inStatusBar(3, 'fox $').waitFor();
    expect(await inStatusBar(3, 'fox $').locator('.codicon-trash').count()).toBe(0);
    await inStatusBar(1, 'MLflow: off').waitFor();
  });

  it('are toggled in their status bar, and Undo takes it back', async () => {
    await inStatusBar(1, 'MLflow: off').click();
    await inStatusBar(1, 'MLflow: on').waitFor();
    expect((await metadata())[1]).toEqual({ log: true });
    await focus(1);
    await editor.page.keyboard.press('Control+z');
    await inStatusBar(1, 'MLflow: off').waitFor();
    expect((await metadata())[1]).toBeNull();
  });

  it('have the toggle in their toolbar, which says what a click does', async () => {
    // VS Code leaves the toolbars of a window's first notebook editor without buttons; one beside it has them.
    await editor.evaluate((vscode) => vscode.commands.executeCommand('workbench.action.splitEditor'));
    const button = (name: string) => editor.page.locator(`.cell-title-toolbar a[aria-label="${name}"]`).first();
    try {
      await button('Log This Cell').waitFor({ state: 'attached' });
      await button('Don’t Log This Cell').waitFor({ state: 'attached' });
    } finally {
      await editor.evaluate((vscode) => vscode.commands.executeCommand('workbench.action.closeActiveEditor'));
      await waitFor(
        async () => (await editor.page.locator('.notebookOverlay .cell-list-container:visible').count()) === 1,
        {
          what: 'one editor',
          timeoutMs: 30_000,
        },
      );
    }
    for (const theme of themes) {
      await editor.setTheme(theme);
      await focus(1);
      await cell(1).hover();
      await editor.screenshot(`notebook-cells-${theme}`);
    }
  });

  it('keep both in the file', async () => {
    await editor.evaluate(async (vscode) => {
      const { notebook } = vscode.window.activeNotebookEditor!;
      await vscode.commands.executeCommand('runlens.notebook.toggleCell', notebook.cellAt(1));
      await notebook.save();
    });
    const file = JSON.parse(await readFile(join(editor.workspace, 'train.ipynb'), 'utf8')) as {
      cells: { metadata: unknown }[];
    };
    expect(file.cells[1]?.metadata).toMatchObject({ runlens: { log: true } });
  });

  it('lead to their run in the explorer', async () => {
    await inStatusBar(0, 'gallant-fox').click();
    const row = editor.page.locator('[role="treeitem"][aria-label^="gallant-fox"][aria-selected="true"]');
    await row.waitFor({ timeout: 60_000 });
    await editor.screenshot('notebook-run-revealed');
  });

  it('compare their run with the one before in the diff editor', async () => {
    await inStatusBar(0, '').locator('.codicon-git-compare').first().click();
    await editor.page.getByRole('tab', { name: 'shy-owl ↔ gallant-fox' }).first().waitFor({ timeout: 60_000 });
    await editor.page.locator('.modified .view-line', { hasText: '0.2' }).first().waitFor();
    await editor.screenshot('notebook-compare');
  });

  it('come back from a run, those that are picked, as a new notebook', async () => {
    await editor.evaluate((vscode) => {
      void vscode.commands
        .executeCommand('workbench.action.closeAllEditors')
        .then(() => vscode.commands.executeCommand('runlens.notebook.restoreCells'));
    });
    const picker = editor.page.locator('.quick-input-widget:visible');
    await picker.locator('.quick-input-list-row', { hasText: 'gallant-fox' }).first().waitFor({ timeout: 60_000 });
    await editor.page.keyboard.type('gallant-fox');
    await editor.page.keyboard.press('Enter');
    await picker.locator('.quick-input-list-row', { hasText: 'import mlflow' }).waitFor({ timeout: 60_000 });
    await editor.screenshot('notebook-restore');
    await editor.page.keyboard.press('Enter');
    const sources = () =>
      editor.evaluate((vscode) =>
        vscode.window.activeNotebookEditor?.notebook.getCells().map(({ document }) => document.getText()),
      );
    await waitFor(async () => (await sources())?.length === 2, { what: 'the notebook', timeoutMs: 30_000 });
    expect(await sources()).toEqual(['import mlflow\ndata = load()', '%%mlflow\nfit(data, lr=0.2)']);
  });
});
