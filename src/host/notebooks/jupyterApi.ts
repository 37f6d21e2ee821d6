import type { Jupyter, Kernel } from '@vscode/jupyter-extension';
import * as v from 'valibot';
import * as vscode from 'vscode';

const EXTENSION = 'ms-toolsai.jupyter';
const STDOUT = 'application/vnd.code.notebook.stdout';
const ERROR = 'application/vnd.code.notebook.error';
const MAX_PRINTED = 100_000;

const ErrorSchema = v.object({ name: v.string(), message: v.string() });

/** The kernel that Microsoft's Jupyter extension runs for a notebook; undefined until the person has run a cell with it. */
export async function findKernel(notebook: vscode.NotebookDocument): Promise<Kernel | undefined> {
  const extension = vscode.extensions.getExtension<Partial<Jupyter> | undefined>(EXTENSION);
  // It is active once one of its kernels has run a cell.
  return extension?.isActive === true ? extension.exports?.kernels?.getKernel(notebook.uri) : undefined;
}

/** Whether the extension is installed and switched on. */
export function hasJupyterExtension(): boolean {
  return vscode.extensions.getExtension(EXTENSION) !== undefined;
}

/** The person has denied access to kernels, in the dialog of Microsoft's extension. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && error.name === 'vscode.jupyter.apiAccessRevoked';
}

/**
 * Runs code without a trace in the notebook, and returns what it printed. It waits until the person's cells have run. Throws
 * with the name and message of an exception in Python.
 */
export async function runSilently(kernel: Kernel, code: string, token: vscode.CancellationToken): Promise<string> {
  const seen = { printed: '', raised: undefined as string | undefined };
  try {
    for await (const { items } of kernel.executeCode(code, token)) {
      for (const { mime, data } of items) {
        collect(seen, mime, data);
      }
    }
  } catch (error) {
    throw seen.raised === undefined ? error : new Error(seen.raised, { cause: error });
  }
  if (seen.raised !== undefined) {
    throw new Error(seen.raised);
  }
  return seen.printed;
}

function collect(seen: { printed: string; raised: string | undefined }, mime: string, data: Uint8Array): void {
  const text = new TextDecoder().decode(data);
  if (mime === STDOUT) {
    seen.printed = (seen.printed + text).slice(-MAX_PRINTED);
  } else if (mime === ERROR) {
    seen.raised ??= errorText(text);
  }
}

function errorText(text: string): string {
  try {
    const { name, message } = v.parse(ErrorSchema, JSON.parse(text));
    return `${name}: ${message}`;
  } catch {
    return text;
  }
}
