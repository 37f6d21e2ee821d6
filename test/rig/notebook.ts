/** Runs notebooks without an editor. */
import { copyFile, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runCommand } from './commands';
import { temporaryDirectory } from './directories';
import { cleanEnvironment } from './processes';
import type { PythonEnvironment } from './python';

interface NotebookRun {
  /** Where `nbclient`, a kernel, and what the notebook imports are installed. */
  readonly environment: PythonEnvironment;
  /** The file of the notebook; a copy of it runs. */
  readonly notebook: string;
  /** Added to the environment of the kernel. */
  readonly env?: Readonly<Record<string, string>>;
  /** The longest that a cell may take, in seconds. */
  readonly cellTimeout?: number;
}

/** A code cell after its run. */
export interface ExecutedCell {
  readonly id: string;
  readonly outputs: readonly ExecutedOutput[];
}

/** An output as nbformat 4.5 has it. */
interface ExecutedOutput {
  readonly output_type: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * Runs a notebook from top to bottom with `jupyter execute`, and resolves to its code cells. Throws when a cell raises; the
 * message then holds the cell and its traceback.
 */
export async function executeNotebook(options: NotebookRun): Promise<readonly ExecutedCell[]> {
  const { environment, notebook, env = {}, cellTimeout = 120 } = options;
  const directory = await temporaryDirectory('execute');
  const file = join(directory.path, basename(notebook));
  try {
    await copyFile(notebook, file);
    const args = ['--inplace', `--timeout=${cellTimeout}`, file];
    await runCommand(join(environment.bin, 'jupyter-execute'), args, {
      cwd: directory.path,
      env: {
        ...cleanEnvironment(directory.path),
        PATH: `${environment.bin}:${process.env.PATH ?? ''}`,
        PYTHONDONTWRITEBYTECODE: '1',
        ...env,
      },
    });
    const executed = JSON.parse(await readFile(file, 'utf8')) as { readonly cells: readonly RawCell[] };
    return executed.cells.flatMap(({ id, outputs }) => (outputs ? [{ id, outputs }] : []));
  } finally {
    await directory.dispose();
  }
}

interface RawCell {
  readonly id: string;
  /** Only code cells have these. */
  readonly outputs?: readonly ExecutedOutput[];
}
