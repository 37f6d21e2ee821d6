import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { setSetting } from './support/connections';
import {
  errorOf,
  eventually,
  openNotebook,
  runCell,
  startCells,
  STDERR,
  STDOUT,
  textOf,
  untilCellEnds,
} from './support/notebooks';

const python = process.env.RUNLENS_TEST_JUPYTER_PYTHON ?? 'python3';

/** What a person sees in a notebook whose kernel runs on the server that the extension starts itself. */
describe('a notebook without another Jupyter extension', function () {
  this.timeout(120_000);

  before(async () => {
    await setSetting('pythonPath', python, vscode.ConfigurationTarget.Global);
  });

  after(async () => {
    await vscode.commands.executeCommand('runlens.jupyter.stopLocalServer');
    await setSetting('pythonPath', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('runs when the person presses Run: nothing else is to be chosen', async () => {
    const notebook = await openNotebook('run.ipynb', [
      '1 + 1',
      'import os\nprint(os.getcwd())\nprint(os.environ["JPY_SESSION_NAME"])',
    ]);
    assert.equal(await runCell(notebook, 0, 60), true);
    const [output] = notebook.cellAt(0).outputs;
    assert.equal(output?.metadata?.outputType, 'execute_result');
    assert.equal(textOf(notebook.cellAt(0), 'text/plain'), '2');
    assert.equal(notebook.cellAt(0).executionSummary?.executionOrder, 1);
    await runCell(notebook, 1);
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    assert.deepEqual(textOf(notebook.cellAt(1), STDOUT).split('\n'), [folder, `${folder}/run.ipynb`, '']);
  });

  it('shows streams as a terminal does, and keeps their order', async () => {
    const notebook = await openNotebook('streams.ipynb', [
      `import sys, time
for i in range(3):
    print(f"\\r{i * 50}% ", end="", flush=True)
    time.sleep(0.1)
print("done", flush=True)
print("warned", file=sys.stderr, flush=True)
print("abc\\b\\bX")`,
    ]);
    await runCell(notebook, 0);
    const shown = notebook.cellAt(0).outputs.map(({ items }) => new TextDecoder().decode(items[0]?.data));
    assert.deepEqual(shown, ['100% done\n', 'warned\n', 'aXc\n']);
  });

  it('clears output when the next one comes', async () => {
    const notebook = await openNotebook('clear.ipynb', [
      `from IPython.display import clear_output
for i in range(5):
    clear_output(wait=True)
    print("frame", i)`,
    ]);
    await runCell(notebook, 0);
    assert.equal(textOf(notebook.cellAt(0)), 'frame 4\n');
  });

  it('updates a display in another cell, and keeps that cell’s result', async () => {
    const notebook = await openNotebook('displays.ipynb', [
      'h = display({"a": 1}, display_id="shown")',
      'h.update({"a": 2})',
    ]);
    await runCell(notebook, 0);
    const before = notebook.cellAt(0).executionSummary;
    await runCell(notebook, 1);
    await eventually(() => textOf(notebook.cellAt(0)).includes("{'a': 2}"), 'the updated display');
    // VS Code takes an output in an execution only, which is open for a moment.
    await eventually(() => isDeepStrictEqual(notebook.cellAt(0).executionSummary, before), 'the earlier result');
    assert.equal(notebook.cellAt(1).outputs.length, 0);
  });

  it('shows an error with its traceback, and stops what was to run after it', async () => {
    const notebook = await openNotebook('error.ipynb', ['x = 1', 'def f():\n    1 / 0\nf()', 'print("never")']);
    const failed = untilCellEnds(notebook.cellAt(1));
    void startCells(notebook);
    assert.equal(await failed, false);
    const { name, message, stack } = errorOf(notebook.cellAt(1));
    assert.deepEqual([name, message], ['ZeroDivisionError', 'division by zero']);
    assert.match(stack, /f\(\)/);
    assert.equal(notebook.cellAt(0).executionSummary?.success, true);
    assert.equal(notebook.cellAt(2).executionSummary?.timing, undefined);
    assert.equal(notebook.cellAt(2).outputs.length, 0);
  });

  it('goes on after an error where the cell’s tag says so', async () => {
    const notebook = await openNotebook('expected.ipynb', [
      { code: 'raise KeyError(1)', metadata: { tags: ['raises-exception'] } },
      'print("on")',
    ]);
    const ended = untilCellEnds(notebook.cellAt(1));
    void startCells(notebook);
    await ended;
    assert.equal(textOf(notebook.cellAt(1)), 'on\n');
  });

  it('takes pictures, JSON and its own mime type as they are', async () => {
    const notebook = await openNotebook('mimes.ipynb', [
      `import base64
png = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
from IPython.display import Image
display(Image(data=png))
display({"application/vnd.runlens.run+json": {"version": 1, "n": [1, None]}, "text/plain": "a run"}, raw=True)`,
    ]);
    await runCell(notebook, 0);
    const [picture, run] = notebook.cellAt(0).outputs;
    const png = picture?.items.find(({ mime }) => mime === 'image/png');
    assert.deepEqual([...(png?.data.slice(0, 4) ?? [])], [0x89, 0x50, 0x4e, 0x47]);
    const json = run?.items.find(({ mime }) => mime === 'application/vnd.runlens.run+json');
    assert.deepEqual(JSON.parse(new TextDecoder().decode(json?.data)), { version: 1, n: [1, null] });
  });

  it('stops an endless cell on an interrupt, and what waits behind it', async () => {
    const notebook = await openNotebook('interrupt.ipynb', [
      'import time\nprint("busy", flush=True)\nwhile True: time.sleep(0.1)',
      'print("never")',
    ]);
    const ended = untilCellEnds(notebook.cellAt(0));
    void startCells(notebook);
    await eventually(() => textOf(notebook.cellAt(0)).includes('busy'), 'the cell’s first words');
    await vscode.commands.executeCommand('notebook.cancelExecution');
    assert.equal(await ended, false);
    assert.equal(errorOf(notebook.cellAt(0)).name, 'KeyboardInterrupt');
    assert.equal(notebook.cellAt(1).outputs.length, 0);
  });

  it('forgets all variables on a restart', async () => {
    const notebook = await openNotebook('restart.ipynb', ['x = 5', 'print("x" in globals())']);
    await runCell(notebook, 0);
    await runCell(notebook, 1);
    assert.equal(textOf(notebook.cellAt(1)), 'True\n');
    await vscode.commands.executeCommand('runlens.jupyter.restartKernel');
    await runCell(notebook, 1);
    assert.equal(textOf(notebook.cellAt(1)), 'False\n');
    assert.equal(notebook.cellAt(1).executionSummary?.executionOrder, 1);
  });

  it('says in the cell that the kernel died, and runs the next one', async () => {
    const notebook = await openNotebook('death.ipynb', [
      'import os, time\nprint("last words", flush=True)\ntime.sleep(0.5)\nos.kill(os.getpid(), 9)',
      'print("never")',
      'print("alive")',
    ]);
    const ended = untilCellEnds(notebook.cellAt(0), 40);
    void startCells(notebook, 0, 2);
    assert.equal(await ended, false);
    assert.equal(textOf(notebook.cellAt(0), STDOUT), 'last words\n');
    assert.match(errorOf(notebook.cellAt(0)).message, /kernel died.*its variables are gone/);
    assert.equal(notebook.cellAt(1).outputs.length, 0);
    await runCell(notebook, 2, 60);
    assert.equal(textOf(notebook.cellAt(2)), 'alive\n');
  });

  it('loses nothing of a flood of outputs', async () => {
    const notebook = await openNotebook('flood.ipynb', [
      `import time
from IPython.display import display
start = time.time()
for i in range(3000):
    display({"text/plain": str(i)}, raw=True)
    if i % 100 == 99:
        time.sleep(max(0, start + (i + 1) / 1000 - time.time()))`,
      'for i in range(200_000): print(i)',
    ]);
    await runCell(notebook, 0, 60);
    const numbers = notebook.cellAt(0).outputs.map(({ items }) => Number(new TextDecoder().decode(items[0]?.data)));
    assert.deepEqual(
      numbers,
      Array.from({ length: 3000 }, (_, index) => index),
    );
    await runCell(notebook, 1, 60);
    const lines = textOf(notebook.cellAt(1), STDOUT).trimEnd().split('\n');
    assert.deepEqual([lines.length, lines.at(-1)], [200_000, '199999']);
  });

  it('takes an output of 10 MB whole', async () => {
    const notebook = await openNotebook('large.ipynb', [
      'print("x" * 10_000_000)',
      'display({"text/html": "y" * 10_000_000}, raw=True)',
    ]);
    await runCell(notebook, 0, 60);
    assert.equal(textOf(notebook.cellAt(0)).length, 10_000_001);
    await runCell(notebook, 1, 60);
    assert.equal(textOf(notebook.cellAt(1), 'text/html').length, 10_000_000);
  });

  it('tells what a limit leaves out', async () => {
    await setSetting('jupyter.maxOutputSize', 1, vscode.ConfigurationTarget.Global);
    const notebook = await openNotebook('limit.ipynb', ['for i in range(30): print("z" * 100_000)']);
    await runCell(notebook, 0, 60);
    assert.equal(textOf(notebook.cellAt(0), STDOUT).length, 1_000_000);
    assert.match(textOf(notebook.cellAt(0), STDERR), /more than 1\.0 MB, and 2\.0 MB is left out.*maxOutputSize/s);
    await setSetting('jupyter.maxOutputSize', undefined, vscode.ConfigurationTarget.Global);
  });

  it('completes by what the kernel knows, and puts text into the next cell', async () => {
    const notebook = await openNotebook('complete.ipynb', [
      'class Forest:\n    def plant_tree(self): pass\nforest = Forest()',
      'forest.pl',
      'get_ipython().set_next_input("y = 2")',
    ]);
    await runCell(notebook, 0);
    const { document } = notebook.cellAt(1);
    let labels: readonly unknown[] = [];
    await eventually(() => {
      void vscode.commands
        .executeCommand<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          new vscode.Position(0, 9),
        )
        .then(({ items }) => (labels = items.map(({ label }) => label)));
      return labels.includes('plant_tree');
    }, 'the proposal');
    await runCell(notebook, 2);
    await eventually(() => notebook.cellCount === 4, 'the new cell');
    assert.equal(notebook.cellAt(3).document.getText(), 'y = 2');
  });

  it('makes a run of a cell whose metadata says so, and again after a restart', async () => {
    await setSetting('trackingUri', process.env.RUNLENS_TEST_MLFLOW, vscode.ConfigurationTarget.Global);
    const logged = { code: 'import mlflow\nmlflow.log_metric("accuracy", 0.97)', metadata: { runlens: { log: true } } };
    const notebook = await openNotebook('logged.ipynb', [logged]);
    const statusOf = (): unknown => {
      const card = textOf(notebook.cellAt(0), 'application/vnd.runlens.run+json');
      return card === '' ? undefined : (JSON.parse(card) as { run: { status: string } }).run.status;
    };
    await runCell(notebook, 0, 80);
    await eventually(() => statusOf() === 'FINISHED', `the card, not ${textOf(notebook.cellAt(0))}`);
    await vscode.commands.executeCommand('runlens.jupyter.restartKernel');
    await runCell(notebook, 0, 80);
    await eventually(() => statusOf() === 'FINISHED', `the second card, not ${textOf(notebook.cellAt(0))}`);
    await setSetting('trackingUri', undefined, vscode.ConfigurationTarget.Global);
  });
});
