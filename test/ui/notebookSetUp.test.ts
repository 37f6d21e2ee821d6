import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VscodeVersion } from '../rig/vscodeInstall';
import { temporaryDirectory, type TemporaryDirectory } from '../rig/directories';
import { waitFor } from '../rig/wait';
import { buildStandIn } from '../standIn/jupyter/build';
import { startEditor, type Editor } from './support/editor';
import { sharedService } from './support/services';

const CELL = ['%%mlflow set-up --name gallant-fox', 'import mlflow', 'mlflow.log_metric("accuracy", 0.97)'];

const notebook = (cells: readonly (readonly string[])[]): string =>
  JSON.stringify({
    cells: cells.map((lines, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source: lines.map((line, at) => (at < lines.length - 1 ? `${line}\n` : line)),
    })),
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  });

describe.each<VscodeVersion>(['1.139', '1.103'])(
  'kernels of Microsoft’s Jupyter extension (its stand-in), VS Code %s',
  (vscode) => {
    let directory: TemporaryDirectory;
    let server = '';
    let standIn: { readonly extension: string; readonly env: Readonly<Record<string, string>> };
    let editor: Editor;

    beforeAll(async () => {
      directory = await temporaryDirectory('stand-in');
      standIn = await buildStandIn(directory.path);
      server = (await sharedService('mlflow')).RUNLENS_TEST_MLFLOW ?? '';
    });

    afterAll(() => directory.dispose());

    async function open(cells: readonly (readonly string[])[], settings: Record<string, unknown> = {}): Promise<void> {
      editor = await startEditor({
        vscode,
        extensions: [standIn.extension],
        env: standIn.env,
        settings: { 'runlens.trackingUri': server, ...settings },
      });
      await writeFile(join(editor.workspace, 'train.ipynb'), notebook(cells));
      await editor.evaluate(async (api) => {
        const [folder] = api.workspace.workspaceFolders ?? [];
        const uri = api.Uri.joinPath(folder!.uri, 'train.ipynb');
        await api.window.showNotebookDocument(await api.workspace.openNotebookDocument(uri));
        await api.commands.executeCommand('notebook.selectKernel', {
          id: 'stand-in',
          extension: 'ms-toolsai.jupyter',
        });
      });
    }

    const run = (index: number) =>
      editor.evaluate(async (api, start) => {
        const { notebook: document } = api.window.activeNotebookEditor!;
        const ended = new Promise<void>((resolve) => {
          const listening = api.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
            const change = cellChanges.find(({ cell }) => cell.index === start);
            if (change?.executionSummary?.success !== undefined) {
              listening.dispose();
              resolve();
            }
          });
        });
        await api.commands.executeCommand('notebook.cell.execute', {
          ranges: [{ start, end: start + 1 }],
          document: document.uri,
        });
        await ended;
      }, index);

    const executed = () => editor.evaluate((api) => api.commands.executeCommand<string[]>('standIn.executed'));

    const cardOf = (index: number) =>
      editor.evaluate((api, at) => {
        const items = api.window.activeNotebookEditor!.notebook.cellAt(at).outputs.flatMap((output) => output.items);
        const item = items.find(({ mime }) => mime === 'application/vnd.runlens.run+json');
        return (
          item && (JSON.parse(new TextDecoder().decode(item.data)) as { run: { run_name: string; status: string } }).run
        );
      }, index);

    const consent = () => editor.page.locator('.monaco-dialog-box', { hasText: 'grant Kernel access' });
    const message = (text: string) => editor.page.locator('.notification-toast', { hasText: text });

    it('get the package once, after the person agreed, and again after a restart', async () => {
      await open([CELL, CELL]);
      try {
        await run(0);
        await consent().getByRole('button', { name: 'Allow' }).click();
        // The first cell ran before the kernel knew how to log it.
        await message('A cell ran before that').getByRole('button', { name: 'Run Again' }).click();
        await waitFor(async () => (await cardOf(0))?.status === 'FINISHED', { what: 'the card', timeoutMs: 60_000 });
        await run(1);
        expect(await cardOf(1)).toMatchObject({ run_name: 'gallant-fox', status: 'FINISHED' });
        const codes = await executed();
        expect(codes).toHaveLength(2);
        await editor.evaluate((api) =>
          api.commands.executeCommand('standIn.restart', api.window.activeNotebookEditor!.notebook.uri),
        );
        await waitFor(async () => (await executed()).length === 4, {
          what: 'the set-up after the restart',
          timeoutMs: 60_000,
        });
        await run(1);
        expect(await cardOf(1)).toMatchObject({ status: 'FINISHED' });
        expect(await executed()).toHaveLength(4);
        const found = await fetch(`${server}/api/2.0/mlflow/experiments/get-by-name?experiment_name=set-up`);
        expect(found.status).toBe(200);
      } finally {
        await editor.dispose();
      }
    });

    it('are let alone after a denial, which is explained once; a start-up command does it then', async () => {
      await open([CELL]);
      try {
        await run(0);
        await consent().getByRole('button', { name: 'Deny' }).click();
        const denied = message('Runlens was denied access to kernels');
        await denied.waitFor();
        await editor.screenshot(`notebook-denied-${vscode}`);
        expect(await executed()).toEqual([]);
        await denied.getByRole('button', { name: 'Set Up Kernels at Start…' }).click();
        const dialog = editor.page.locator('.monaco-dialog-box', { hasText: 'jupyter.runStartupCommands' });
        await dialog.waitFor();
        await editor.screenshot(`notebook-start-up-${vscode}`);
        await dialog.getByRole('button', { name: 'Add Start-Up Command' }).click();
        await message('from their next start on').waitFor();
        await editor.evaluate((api) =>
          api.commands.executeCommand('standIn.restart', api.window.activeNotebookEditor!.notebook.uri),
        );
        await run(0);
        expect(await cardOf(0)).toMatchObject({ run_name: 'gallant-fox', status: 'FINISHED' });
        expect(await executed()).toEqual([]);
        const commands = await editor.evaluate(
          (api) => api.workspace.getConfiguration('jupyter').inspect<string[]>('runStartupCommands')?.globalValue,
        );
        expect(commands).toHaveLength(1);
        await editor.evaluate((api) => api.commands.executeCommand('runlens.notebooks.removeSetUpAtStart'));
        const after = await editor.evaluate(
          (api) =>
            api.workspace.getConfiguration('jupyter').inspect<string[]>('runStartupCommands')?.globalValue ?? null,
        );
        expect(after).toBeNull();
      } finally {
        await editor.dispose();
      }
    });

    it('are asked for nothing where a notebook has nothing of MLflow, or the person wants no set-up', async () => {
      await open([['1 + 1'], CELL], { 'runlens.notebooks.setUp': 'never' });
      try {
        await run(0);
        await run(1);
        await editor.evaluate((api) =>
          api.workspace.getConfiguration('runlens').update('notebooks.setUp', 'always', true),
        );
        await run(0);
        await consent().waitFor();
      } finally {
        await editor.dispose();
      }
    });
  },
);
