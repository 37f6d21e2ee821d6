/** Outputs of a kernel as VS Code has them. */
import * as vscode from 'vscode';
import type { KernelOutput } from './kernelProcess';

/** The items of one output, as Microsoft's extension makes them. */
export function itemsOf(output: KernelOutput): vscode.NotebookCellOutputItem[] {
  switch (output.type) {
    case 'stream':
      return [
        output.name === 'stderr'
          ? vscode.NotebookCellOutputItem.stderr(output.text ?? '')
          : vscode.NotebookCellOutputItem.stdout(output.text ?? ''),
      ];
    case 'error':
      return [
        vscode.NotebookCellOutputItem.error({
          name: output.ename ?? '',
          message: output.evalue ?? '',
          stack: (output.traceback ?? []).join('\n'),
        }),
      ];
    default:
      return Object.entries(output.data ?? {}).map(([mime, value]) => item(mime, value));
  }
}

function item(mime: string, value: unknown): vscode.NotebookCellOutputItem {
  return typeof value === 'string' || Array.isArray(value)
    ? vscode.NotebookCellOutputItem.text([value].flat().join(''), mime)
    : vscode.NotebookCellOutputItem.json(value, mime);
}
