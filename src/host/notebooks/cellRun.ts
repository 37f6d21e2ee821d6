import type * as vscode from 'vscode';
import { parseRunOutput, RUN_MIME, type RunOutput } from '../../core/notebook/runOutput';

const read = new WeakMap<vscode.NotebookCellOutputItem, RunOutput | undefined>();

/** The run that the cell made when it ran last, as its outputs tell; the last of several. */
export function runOf(cell: vscode.NotebookCell): RunOutput | undefined {
  const items = cell.outputs.flatMap((output) => output.items.filter(({ mime }) => mime === RUN_MIME));
  return items.map(parseOnce).findLast((output) => output !== undefined);
}

function parseOnce(item: vscode.NotebookCellOutputItem): RunOutput | undefined {
  if (!read.has(item)) {
    read.set(item, parseRunOutput(item.data));
  }
  return read.get(item);
}
