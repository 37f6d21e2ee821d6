import type { PythonExtension } from '@vscode/python-extension';
import { join } from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';

const PYTHON_EXTENSION = 'ms-python.python';

const ActiveEnvironmentSchema = v.object({ path: v.pipe(v.string(), v.nonEmpty()) });
const ResolvedEnvironmentSchema = v.object({
  executable: v.object({ uri: v.object({ fsPath: v.pipe(v.string(), v.nonEmpty()) }) }),
});

/** The part of the Python extension's interface that is used here. Its replies are checked. */
type Environments = Pick<PythonExtension['environments'], 'getActiveEnvironmentPath' | 'resolveEnvironment'>;

/** Lists interpreters to try for a folder, best first. */
export type ListInterpreters = (folder: vscode.Uri | undefined) => Promise<readonly string[]>;

/** Paths of interpreters to try, best first: the setting, the Python extension's choice, the folder's own, those in PATH. */
export async function listInterpreters(folder: vscode.Uri | undefined): Promise<readonly string[]> {
  const setting = configuredPython();
  if (setting !== undefined) {
    return [setting];
  }
  const own = folder === undefined ? [] : folderInterpreters(folder.fsPath);
  const selected = await selectedInterpreter(folder);
  return [...(selected === undefined ? [] : [selected]), ...own, 'python3', 'python'];
}

// A program's path is the person's to choose: a value from the workspace is never looked at.
function configuredPython(): string | undefined {
  const value = vscode.workspace.getConfiguration('runlens').inspect('pythonPath')?.globalValue;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function folderInterpreters(folder: string): readonly string[] {
  const program = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  return ['.venv', 'venv'].map((name) => join(folder, name, ...program));
}

async function selectedInterpreter(folder: vscode.Uri | undefined): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<unknown>(PYTHON_EXTENSION);
  if (extension === undefined) {
    return undefined;
  }
  try {
    const environments = environmentsOf(await extension.activate());
    const active = v.parse(ActiveEnvironmentSchema, environments?.getActiveEnvironmentPath(folder));
    const resolved = v.parse(ResolvedEnvironmentSchema, await environments?.resolveEnvironment(active.path));
    return resolved.executable.uri.fsPath;
  } catch {
    // Another extension's failure: the other places are still worth a look.
    return undefined;
  }
}

function environmentsOf(api: unknown): Environments | undefined {
  const environments: unknown = typeof api === 'object' && api !== null ? Reflect.get(api, 'environments') : undefined;
  return isEnvironments(environments) ? environments : undefined;
}

function isEnvironments(value: unknown): value is Environments {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'getActiveEnvironmentPath') === 'function' &&
    typeof Reflect.get(value, 'resolveEnvironment') === 'function'
  );
}
