import * as vscode from 'vscode';
import type { Payload } from '../../core/jupyter/messages';

const MAX_LENGTH = 1_000_000;

/** Does what a cell's end asks for: text in the next cell, as `%load` and `%recall` have it, or in place of its own. */
export async function applyNextInput(cell: vscode.NotebookCell, payloads: readonly Payload[]): Promise<void> {
  const payload = payloads.find(({ source }) => source === 'set_next_input');
  if (payload?.source !== 'set_next_input' || cell.index < 0 || cell.notebook.isClosed) {
    return;
  }
  const text = payload.text.slice(0, MAX_LENGTH);
  const edit = new vscode.WorkspaceEdit();
  if (payload.replace) {
    const { document } = cell;
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  } else {
    const added = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, cell.document.languageId);
    edit.set(cell.notebook.uri, [vscode.NotebookEdit.insertCells(cell.index + 1, [added])]);
  }
  await vscode.workspace.applyEdit(edit);
}
