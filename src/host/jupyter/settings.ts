import * as vscode from 'vscode';
import type { OutputLimits } from '../../core/jupyter/cellOutputs';

const MB = 1_000_000;
const DEFAULT_MB = 50;
// Past this, an editor that draws all of them stands still.
const MAX_OUTPUTS = 20_000;

/** What one run of a cell may put into the notebook. */
export function outputLimits(): OutputLimits {
  const value: unknown = vscode.workspace.getConfiguration('runlens').get('jupyter.maxOutputSize');
  const megabytes = typeof value === 'number' && value >= 1 ? Math.min(value, 500) : DEFAULT_MB;
  return { bytes: megabytes * MB, outputs: MAX_OUTPUTS };
}

/** Whether the kernel of a notebook ends when the notebook is closed. */
export function endsWithNotebook(): boolean {
  return vscode.workspace.getConfiguration('runlens').get('jupyter.onNotebookClose') === 'shutDown';
}
