import * as vscode from 'vscode';
import { usesMlflow } from '../../core/notebook/cellMark';
import { fileMetadata } from './cells';

const known = new WeakMap<vscode.NotebookDocument, { readonly version: number; readonly uses: boolean }>();

/** Whether the notebook uses MLflow, or has a cell that is to be logged. It is asked for each cell, and read once a version. */
export function notebookUsesMlflow(notebook: vscode.NotebookDocument): boolean {
  const { version } = notebook;
  const last = known.get(notebook);
  if (last?.version === version) {
    return last.uses;
  }
  const uses = usesMlflow(cellsOf(notebook));
  known.set(notebook, { version, uses });
  return uses;
}

function* cellsOf(notebook: vscode.NotebookDocument): Iterable<{ source: string; metadata: unknown }> {
  for (const cell of notebook.getCells()) {
    if (cell.kind === vscode.NotebookCellKind.Code) {
      yield { source: cell.document.getText(), metadata: fileMetadata(cell) };
    }
  }
}
