import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { runCommand } from '../rig/commands';
import { temporaryDirectory, type TemporaryDirectory } from '../rig/directories';
import { notebookEnvironment } from './support/notebookEnvironment';

describe('the wheel in a fresh environment', () => {
  let directory: TemporaryDirectory;

  beforeAll(async () => {
    directory = await temporaryDirectory('wheel-test');
  });

  afterAll(async () => {
    await directory.dispose();
  });

  const run = (...args: readonly string[]): Promise<string> =>
    runCommand(inject('notebooks').python.python, args, {
      cwd: directory.path,
      env: notebookEnvironment(directory.path),
    });

  it('is loaded by %load_ext, without a word, and marks a cell', async () => {
    const cell = 'import mlflow\nprint("in", mlflow.active_run() is not None)';
    const program = [
      'from IPython.core.interactiveshell import InteractiveShell as Shell',
      'shell = Shell.instance()',
      'shell.run_cell("%load_ext runlens").raise_error()',
      'print("loaded")',
      `shell.run_cell(${JSON.stringify(`%%mlflow --no-autolog\n${cell}`)}, store_history=True).raise_error()`,
      `shell.run_cell(${JSON.stringify(cell)}, store_history=True).raise_error()`,
    ];
    const printed = await run('-c', program.join('\n'));
    expect(printed).toMatch(/^loaded\n[^]*in True\n[^]*in False\n/u);
  });

  it('holds the licence, and says that it has types', async () => {
    const program =
      'import importlib.metadata as m; print(*m.files("runlens"), m.metadata("runlens")["License-Expression"])';
    const files = (await run('-c', program)).trim().split(' ');
    expect(files.filter((file) => !file.startsWith('runlens/'))).toContain('runlens-0.1.0.dist-info/licenses/LICENSE');
    expect(files).toContain('runlens/py.typed');
    expect(files.at(-1)).toBe('Apache-2.0');
  });
});
