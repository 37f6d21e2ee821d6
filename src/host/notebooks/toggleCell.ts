import * as vscode from 'vscode';
import { withToggle } from '../../core/notebook/cellMark';
import { commandCells, fileMetadata, logOf, logsAllCells } from './cells';

/** Logs the cells, or no longer where all of them are logged. One step for Undo. */
export async function toggleCells(clicked: unknown): Promise<void> {
  const cells = commandCells(clicked);
  const marked = cells.filter((cell) => logOf(cell).kind === 'line');
  const others = cells.filter((cell) => !marked.includes(cell));
  const [first] = others;
  if (first !== undefined) {
    const wished = others.some((cell) => logOf(cell).kind === 'off');
    await setToggles(first.notebook, others, wished);
  } else if (marked.length > 0) {
    await offerToRemove(marked);
  } else {
    throw new Error(vscode.l10n.t('No Python cell is selected. Select one in a notebook.'));
  }
}

async function setToggles(
  notebook: vscode.NotebookDocument,
  cells: readonly vscode.NotebookCell[],
  on: boolean,
): Promise<void> {
  const logAll = logsAllCells();
  const edit = new vscode.WorkspaceEdit();
  const edits = cells.map((cell) => {
    const metadata = { ...cell.metadata, metadata: withToggle(fileMetadata(cell), on, logAll) };
    return vscode.NotebookEdit.updateCellMetadata(cell.index, metadata);
  });
  edit.set(notebook.uri, edits);
  await vscode.workspace.applyEdit(edit);
}

/** The first line counts before the toggle, and may have options: the person says whether it goes. */
async function offerToRemove(cells: readonly vscode.NotebookCell[]): Promise<void> {
  const remove = vscode.l10n.t('Remove the Line');
  const why =
    cells.length === 1
      ? vscode.l10n.t('This cell is logged by its first line, which counts before the toggle.')
      : vscode.l10n.t('These {0} cells are logged by their first lines, which count before the toggle.', cells.length);
  if ((await vscode.window.showInformationMessage(why, remove)) !== remove) {
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { document } of cells) {
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => text.trim() !== '');
    edit.delete(document.uri, document.lineAt(Math.max(0, line)).rangeIncludingLineBreak);
  }
  await vscode.workspace.applyEdit(edit);
}
