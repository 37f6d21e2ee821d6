import * as vscode from 'vscode';
import { usesMlflow } from '../../core/notebook/cellMark';
import { fileMetadata, logsAllCells } from './cells';

/** Whether the kernel of a notebook is to be set up, as the setting says. Nothing is, in a workspace that is not trusted. */
export function wantsSetUp(notebook: vscode.NotebookDocument): boolean {
  if (!vscode.workspace.isTrusted) {
    return false;
  }
  switch (vscode.workspace.getConfiguration('runlens').get('notebooks.setUp')) {
    case 'never':
      return false;
    case 'always':
      return true;
    default:
      return logsAllCells() || usesMlflow(cellsOf(notebook));
  }
}

function* cellsOf(notebook: vscode.NotebookDocument): Iterable<{ source: string; metadata: unknown }> {
  for (const cell of notebook.getCells()) {
    if (cell.kind === vscode.NotebookCellKind.Code) {
      yield { source: cell.document.getText(), metadata: fileMetadata(cell) };
    }
  }
}
