import * as v from 'valibot';
import * as vscode from 'vscode';
import { cellLog, type CellLog } from '../../core/notebook/cellMark';

const NestedSchema = v.object({ metadata: v.record(v.string(), v.unknown()) });

/** The notebook type of `.ipynb` files. */
export const NOTEBOOK_TYPE = 'jupyter-notebook';

/** The metadata that a `.ipynb` file has of a cell: VS Code keeps it one deeper in its own. */
export function fileMetadata(cell: vscode.NotebookCell): Readonly<Record<string, unknown>> {
  const parsed = v.safeParse(NestedSchema, cell.metadata);
  return parsed.success ? parsed.output.metadata : {};
}

/** Whether the cell becomes a run when it runs. */
export function logOf(cell: vscode.NotebookCell): CellLog {
  return cellLog(cell.document.getText(), fileMetadata(cell), logsAllCells());
}

/** Whether the person wants a run of every cell that logs anything. */
export function logsAllCells(): boolean {
  return vscode.workspace.getConfiguration('runlens').get('notebooks.logAllCells') === true;
}

/** Whether it can be logged at all. */
export function isPythonCell(cell: vscode.NotebookCell): boolean {
  return cell.kind === vscode.NotebookCellKind.Code && cell.document.languageId === 'python';
}

/**
 * The cells that a command is about: the clicked one, with the selected ones where it is among them; without a click all that
 * are selected in the active editor.
 */
export function commandCells(clicked: unknown): readonly vscode.NotebookCell[] {
  const editor = vscode.window.activeNotebookEditor;
  const selected = editor?.selections.flatMap((range) => editor.notebook.getCells(range)) ?? [];
  const cell = isCell(clicked) ? clicked : undefined;
  return (cell === undefined || selected.includes(cell) ? selected : [cell]).filter(isPythonCell);
}

function isCell(value: unknown): value is vscode.NotebookCell {
  return typeof value === 'object' && value !== null && 'notebook' in value && 'document' in value && 'index' in value;
}
