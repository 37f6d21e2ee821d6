import type * as vscode from 'vscode';
import { runOf } from './cellRun';
import { isPythonCell, logOf } from './cells';

const LOADS = /^\s*%load_ext\s+runlens\b/mu;

/** The cells that were to become runs, ran with the kernel that is there now, and have none. */
export function cellsToRunAgain(notebook: vscode.NotebookDocument): readonly vscode.NotebookCell[] {
  return notebook.getCells().filter((cell) => {
    const { executionSummary: summary } = cell;
    // A cell of an earlier session has an order, and no outcome.
    if (!isPythonCell(cell) || summary?.success === undefined || runOf(cell) !== undefined) {
      return false;
    }
    const { kind } = logOf(cell);
    const isMarked = kind === 'line' || kind === 'toggle';
    return isMarked || (!summary.success && LOADS.test(cell.document.getText()));
  });
}
