import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { RUN_MIME } from '../../src/core/notebook/runOutput';
import { Seed } from '../rig/seed';
import { waitFor } from '../rig/wait';
import { workspaceFolder, writeWorkspaceFile } from './support/connections';

const server = process.env.RUNLENS_TEST_MLFLOW ?? '';

/** The output of a cell that made the run, as a file has it. */
function output(runId: string, experimentId: string, more: Record<string, unknown> = {}): unknown {
  const value = {
    version: 1,
    tracking_uri: server,
    run: {
      run_id: runId,
      run_name: 'gallant-fox',
      experiment_id: experimentId,
      experiment_name: 'cells',
      status: 'FINISHED',
      start_time: Date.now(),
      end_time: Date.now(),
    },
    cell: { id: 'cell-1', execution_count: 1 },
    previous_run_id: null,
    params: [],
    metrics: [],
    ...more,
  };
  return { output_type: 'display_data', metadata: {}, data: { [RUN_MIME]: value } };
}

describe('cells of notebooks', function () {
  this.timeout(120_000);
  const seed = new Seed(server);
  let experiment = '';
  let before1 = '';
  let after1 = '';
  let opened = 0;

  const setting = (name: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('runlens').update(name, value, vscode.ConfigurationTarget.Global);

  before(async () => {
    experiment = await seed.experiment(`cells ${String(Date.now())}`);
    const tags = { 'runlens.cell.id': 'cell-1', 'runlens.cell.execution_count': '1' };
    before1 = await seed.run(experiment, {
      name: 'shy-owl',
      params: { lr: '0.1' },
      metrics: { accuracy: 0.9 },
      tags,
      artifacts: { 'runlens/cell.py': '%%mlflow\nfit(lr=0.1)\n' },
    });
    after1 = await seed.run(experiment, {
      name: 'gallant-fox',
      params: { lr: '0.2' },
      metrics: { accuracy: 0.97 },
      tags,
      artifacts: { 'runlens/cell.py': '%%mlflow\nfit(lr=0.2)\n' },
    });
    await setting('trackingUri', server);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await setting('trackingUri', undefined);
  });

  interface Cell {
    readonly source: string;
    readonly metadata?: Record<string, unknown>;
    readonly outputs?: readonly unknown[];
  }

  /** From a file: what an extension hands to VS Code for an untitled notebook loses the bytes of its outputs. */
  async function open(cells: readonly Cell[]): Promise<vscode.NotebookDocument> {
    const text = JSON.stringify({
      cells: cells.map(({ source, metadata = {}, outputs = [] }) => ({
        cell_type: 'code',
        execution_count: null,
        metadata,
        outputs,
        source,
      })),
      metadata: { language_info: { name: 'python' } },
      nbformat: 4,
      nbformat_minor: 4,
    });
    opened += 1;
    const name = `cells-${String(opened)}.ipynb`;
    await writeWorkspaceFile(name, text);
    const uri = vscode.Uri.file(join(workspaceFolder(), name));
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    await vscode.window.showNotebookDocument(notebook);
    return notebook;
  }

  const metadataOf = (notebook: vscode.NotebookDocument): unknown[] =>
    notebook.getCells().map(({ metadata }) => (metadata as { metadata?: unknown }).metadata);

  const diff = (label: string): Promise<vscode.TabInputTextDiff> =>
    waitFor(
      () => {
        const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
        return tab?.label === label && tab.input instanceof vscode.TabInputTextDiff ? tab.input : undefined;
      },
      { what: `the comparison “${label}”`, timeoutMs: 30_000 },
    );

  const textOf = async (uri: vscode.Uri): Promise<string> => (await vscode.workspace.openTextDocument(uri)).getText();

  it('keep the toggle in their metadata, for all selected ones', async () => {
    const notebook = await open([
      { source: 'a = 1', metadata: { tags: ['keep'] } },
      { source: 'b = 2' },
      { source: 'c' },
    ]);
    const editor = vscode.window.activeNotebookEditor;
    assert.ok(editor);
    editor.selections = [new vscode.NotebookRange(0, 2)];
    await vscode.commands.executeCommand('runlens.notebook.toggleCell');
    assert.deepEqual(metadataOf(notebook), [
      { tags: ['keep'], runlens: { log: true } },
      { runlens: { log: true } },
      {},
    ]);
    await vscode.commands.executeCommand('runlens.notebook.toggleCell', notebook.cellAt(2));
    assert.deepEqual(metadataOf(notebook)[2], { runlens: { log: true } });
    await notebook.save();
    const saved = JSON.parse(await textOf(notebook.uri)) as { cells: { metadata: unknown }[] };
    assert.deepEqual(
      saved.cells.map(({ metadata }) => metadata),
      metadataOf(notebook),
    );
    editor.selections = [new vscode.NotebookRange(0, 3)];
    await vscode.commands.executeCommand('runlens.notebook.stopLoggingCell', notebook.cellAt(0));
    assert.deepEqual(metadataOf(notebook), [{ tags: ['keep'] }, {}, {}]);
  });

  it('are left out one by one where all are logged', async () => {
    await setting('notebooks.logAllCells', true);
    try {
      const notebook = await open([{ source: 'a = 1' }]);
      await vscode.commands.executeCommand('runlens.notebook.toggleCell', notebook.cellAt(0));
      assert.deepEqual(metadataOf(notebook), [{ runlens: { log: false } }]);
      await vscode.commands.executeCommand('runlens.notebook.toggleCell', notebook.cellAt(0));
      assert.deepEqual(metadataOf(notebook), [{}]);
    } finally {
      await setting('notebooks.logAllCells', undefined);
    }
  });

  it('compare their run with the one before, which the output names', async () => {
    const notebook = await open([
      { source: '%%mlflow\nfit(lr=0.2)', outputs: [output(after1, experiment, { previous_run_id: before1 })] },
    ]);
    await vscode.commands.executeCommand('runlens.notebook.compareWithPrevious', notebook.cellAt(0));
    const { original, modified } = await diff('shy-owl ↔ gallant-fox');
    assert.match(await textOf(original), /Run {7}shy-owl\n[^]*lr = 0\.1\n[^]*accuracy = 0\.9\n/u);
    assert.match(await textOf(modified), /Run {7}gallant-fox\n[^]*lr = 0\.2\n[^]*accuracy = 0\.97\n/u);
  });

  it('find the run before by the id of the cell, and show how its code changed', async () => {
    const notebook = await open([{ source: 'fit(lr=0.2)', outputs: [output(after1, experiment)] }]);
    await vscode.commands.executeCommand('runlens.notebook.showCodeChange', notebook.cellAt(0));
    const { original, modified } = await diff('Cell: shy-owl ↔ gallant-fox');
    assert.equal(await textOf(original), '%%mlflow\nfit(lr=0.1)\n');
    assert.equal(await textOf(modified), '%%mlflow\nfit(lr=0.2)\n');
  });

  it('open nothing for a forged output', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const forged = output(after1, experiment, { cell: { id: "' OR 1=1 --", execution_count: 1 } });
    const elsewhere = output(after1, experiment, { tracking_uri: 'https://evil.example.org' });
    const notebook = await open([
      { source: 'a', outputs: [forged] },
      { source: 'b', outputs: [elsewhere] },
    ]);
    for (const cell of notebook.getCells()) {
      // Each ends in a notification.
      await vscode.commands.executeCommand('runlens.notebook.compareWithPrevious', cell);
    }
    const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
    assert.equal(inputs.filter((input) => input instanceof vscode.TabInputTextDiff).length, 0);
  });
});
