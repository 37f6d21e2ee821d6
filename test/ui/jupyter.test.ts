import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { startJupyter, type JupyterServer } from '../rig/jupyter';
import { pythonEnvironment } from '../rig/python';
import { waitFor } from '../rig/wait';
import { startEditor, type Editor } from './support/editor';
import type { Theme } from './support/themes';

const LOOK = `import sys, matplotlib
from IPython.display import HTML, display
for i in range(3):
    print(f"\\repoch {i + 1}/3", end="")
print("\\nwarning: slow", file=sys.stderr)
display(HTML("<table><tr><th>metric<th>value<tr><td>accuracy<td>0.97</table>"))
{"lr": 0.1, "epochs": 3}`;

const notebookOf = (cells: readonly string[]): string =>
  JSON.stringify({
    cells: cells.map((source, index) => ({
      ...{ cell_type: 'code', id: `cell-${index}`, execution_count: null, metadata: {}, outputs: [] },
      source,
    })),
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  });

describe('kernels of Runlens', () => {
  let editor: Editor;
  let server: JupyterServer | undefined;

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      await editor.screenshot(`jupyter-failed-${task.name}`);
    }
    await editor.dispose();
    await server?.dispose();
    server = undefined;
  });

  async function open(cells: readonly string[], workspaceTrust = false): Promise<void> {
    const { python } = await pythonEnvironment('jupyter');
    editor = await startEditor({ settings: { 'runlens.pythonPath': python }, workspaceTrust });
    await writeFile(join(editor.workspace, 'train.ipynb'), notebookOf(cells));
    await show();
  }

  const show = () =>
    editor.evaluate(async (vscode) => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      const uri = vscode.Uri.joinPath(folder!.uri, 'train.ipynb');
      await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri));
    });

  const textOf = (index: number) =>
    editor.evaluate((vscode, at) => {
      const items = vscode.workspace.notebookDocuments
        .find(({ uri }) => uri.path.endsWith('train.ipynb'))
        ?.cellAt(at)
        .outputs.flatMap((output) => output.items);
      return (items ?? []).map(({ data }) => new TextDecoder().decode(data)).join('');
    }, index);

  const until = (index: number, text: string, timeoutMs = 60_000) =>
    waitFor(async () => (await textOf(index)).includes(text), { what: `“${text}” in cell ${index}`, timeoutMs });

  const cell = (index: number): Locator =>
    editor.page.locator('.notebookOverlay .cell-list-container .code-cell-row').nth(index);

  async function clickRun(index: number): Promise<void> {
    await cell(index).hover();
    await cell(index)
      .getByRole('button', { name: /^Execute Cell \(/ })
      .click();
  }

  const input = () => editor.page.locator('.quick-input-widget:visible');

  async function type(text: string): Promise<void> {
    await editor.page.keyboard.type(text);
    await editor.page.keyboard.press('Enter');
  }

  it('run a cell at a click, with nothing else to choose, and show what it puts out', async () => {
    await open([LOOK, 'raise ValueError("loss is nan")']);
    await clickRun(0);
    await editor.page.getByText('Starting a kernel on Local Server').first().waitFor();
    await editor.screenshot('jupyter-starting');
    await until(0, "'epochs': 3");
    expect(await textOf(0)).toContain('epoch 3/3');
    await clickRun(1);
    await until(1, 'loss is nan');
    await editor.page.getByText('Runlens: Python 3 (ipykernel) on Local Server').first().waitFor();
    for (const theme of ['dark', 'light', 'hc'] satisfies Theme[]) {
      await editor.setTheme(theme);
      await editor.screenshot(`jupyter-outputs-${theme}`);
    }
  });

  it('ask what the cell asks, hide passwords, and take a left prompt for no answer', async () => {
    await open(['name = input("Name? ")', 'import getpass\nlen(getpass.getpass("Key? "))', 'input("Delete? [Y/n] ")']);
    await clickRun(0);
    await input().getByText('Name?').waitFor({ timeout: 60_000 });
    await editor.screenshot('jupyter-input');
    await type('iris');
    await until(0, 'Name? iris');
    await clickRun(1);
    await input().getByText('Key?').waitFor();
    expect(await input().locator('input').getAttribute('type')).toBe('password');
    await type('s3cret');
    await until(1, '6');
    expect(await textOf(1)).not.toContain('s3cret');
    await clickRun(2);
    await input().getByText('Delete?').waitFor();
    await editor.page.keyboard.press('Escape');
    await until(2, 'KeyboardInterrupt');
  });

  it('go on after the window was loaded again, with what they say meanwhile', { timeout: 240_000 }, async () => {
    await open([
      'import time\nx = 41\nfor i in range(60):\n    print("step", i, flush=True)\n    time.sleep(0.5)\nprint("all steps")',
      'x + 1',
    ]);
    await clickRun(0);
    await until(0, 'step 4');
    await editor.reload();
    await show();
    await until(0, 'all steps', 90_000);
    // Nothing is lost or told twice from where it goes on. What the notebook had before is VS Code's to keep.
    const steps = [...(await textOf(0)).matchAll(/step (\d+)/gu)].map(([, step]) => Number(step));
    const first = 60 - steps.length;
    expect(first).toBeLessThan(30);
    expect(steps).toEqual(steps.map((_, index) => first + index));
    await editor.evaluate((vscode) =>
      vscode.commands.executeCommand('notebook.cell.execute', { ranges: [{ start: 1, end: 2 }] }),
    );
    await until(1, '42');
  });

  it('come from a server by its address, whose token is kept, and keep their state when the window is loaded again', async () => {
    server = await startJupyter();
    await open(['state = "kept"\nprint("set")', 'print(state)']);
    await editor.evaluate((vscode) => void vscode.commands.executeCommand('runlens.jupyter.connect'));
    await input().getByText('Address of the Jupyter server').waitFor();
    await type(`${server.url}/lab?token=wrong`);
    await editor.page.getByText('refused the token (403)').first().waitFor();
    await editor.screenshot('jupyter-refused');
    await editor.page.getByRole('button', { name: 'Enter the Token Again' }).click();
    await input().getByText('Token of').waitFor();
    await type(server.token);
    await editor.page.getByText('the kernel picker of a notebook shows them').first().waitFor();
    const { host } = new URL(server.url);
    await editor.page.locator('.kernel-label').first().click();
    await input().getByText('Runlens', { exact: true }).click();
    await input().getByText(`on ${host}`).first().waitFor();
    await editor.screenshot('jupyter-picker');
    await input().getByText(`on ${host}`).first().click();
    await clickRun(0);
    await until(0, 'set');
    await editor.reload();
    await show();
    await clickRun(1);
    await until(1, 'kept');
    expect(server.log()).not.toContain(`token=${server.token}`);
  });

  it('are none while the workspace is not trusted', async () => {
    await open(['print("ran")'], true);
    const kernels = await editor.evaluate((vscode) =>
      vscode.commands.getCommands(true).then((all) => all.includes('runlens.jupyter.connect')),
    );
    expect(kernels).toBe(true);
    await editor.page.locator('.kernel-label').first().click();
    await editor.screenshot('jupyter-untrusted');
    expect(await editor.page.getByText('on Local Server').count()).toBe(0);
  });
});
