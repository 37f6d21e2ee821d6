import * as vscode from 'vscode';
import { JupyterError } from '../../core/jupyter/errors';
import { JUPYTER_PACKAGES } from '../../core/jupyter/localCommand';
import { findPython, hasAll, missing, type Python } from '../../core/localServer/python.node';

/** An interpreter lacks packages; the person can have them installed. */
export class MissingPackages extends JupyterError {
  constructor(
    readonly python: string,
    readonly packages: readonly string[],
    message: string,
  ) {
    super('no-jupyter', message);
  }
}

/**
 * The interpreter whose kernel runs the notebook: the first that is there. One further down the list may have Jupyter, but not
 * what the workspace's code needs: it is named, not taken.
 */
export async function chooseInterpreter(paths: readonly string[], signal: AbortSignal): Promise<Python> {
  const found = await findPython(paths, JUPYTER_PACKAGES, signal);
  const [first] = found;
  if (first === undefined) {
    const text = vscode.l10n.t(
      'No Python was found (tried {0}). Install Python 3.9 or later, or name an interpreter in the setting “runlens.pythonPath”.',
      paths.join(', '),
    );
    throw new JupyterError('no-python', text);
  }
  if (hasAll(first)) {
    return first;
  }
  const packages = missing(first);
  const other = found.find(hasAll);
  const alternative =
    other === undefined
      ? ''
      : ` ${vscode.l10n.t('{0} has them: the setting “runlens.pythonPath” can name it.', other.path)}`;
  const text = vscode.l10n.t(
    'A kernel with {0} (Python {1}) needs {2}, which it does not have. Install with “-m pip install {2}”.',
    first.path,
    first.version,
    packages.join(' '),
  );
  throw new MissingPackages(first.path, packages, text + alternative);
}
