import type * as vscode from 'vscode';
import type { OpenExecution } from './cellWriter';

/**
 * Opens cells for outputs that come when they are not running: from a thread that goes on after its cell, or for a display
 * that is updated from another cell. VS Code takes outputs in an execution only: one is opened for a moment, which keeps the
 * cell's order, time and result.
 */
export class CellEdits {
  private readonly open = new Map<string, Promise<void>>();
  private readonly ends = new WeakMap<vscode.NotebookCell, vscode.NotebookCellExecutionSummary>();

  constructor(private readonly controller: vscode.NotebookController) {}

  /** Resolves when no execution of this kind is open on the cell. */
  async closed(cell: vscode.NotebookCell): Promise<void> {
    const key = cell.document.uri.toString();
    while (this.open.has(key)) {
      await this.open.get(key);
    }
  }

  /** Learns how a cell's execution ended, which the cell itself tells only a moment later. */
  ended(cell: vscode.NotebookCell, summary: vscode.NotebookCellExecutionSummary): void {
    this.ends.set(cell, summary);
  }

  async edit(cell: vscode.NotebookCell, edits: (execution: OpenExecution) => Promise<void>): Promise<void> {
    await this.closed(cell);
    const key = cell.document.uri.toString();
    const work = this.run(cell, edits);
    const ended = work.then(
      () => undefined,
      () => undefined,
    );
    this.open.set(key, ended);
    void ended.then(() => this.open.delete(key));
    await work;
  }

  private async run(cell: vscode.NotebookCell, edits: (execution: OpenExecution) => Promise<void>): Promise<void> {
    const { executionOrder, success, timing } = this.ends.get(cell) ?? cell.executionSummary ?? {};
    const execution = this.controller.createNotebookCellExecution(cell);
    execution.executionOrder = executionOrder;
    execution.start(timing?.startTime);
    try {
      await edits(execution);
    } finally {
      execution.end(success, timing?.endTime);
    }
  }
}
