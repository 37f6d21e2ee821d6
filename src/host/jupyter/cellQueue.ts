import type * as vscode from 'vscode';
import { cellRequest } from '../../core/jupyter/cellRequest';
import type { NotebookKernel } from './notebookKernel';

/** The cells of one notebook that wait to be run, one after the other. */
export class CellQueue {
  private readonly waiting: vscode.NotebookCellExecution[] = [];
  private working: Promise<void> | undefined;

  constructor(
    private readonly kernel: NotebookKernel,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Puts cells at the end; each is marked as waiting. */
  async add(cells: readonly vscode.NotebookCell[]): Promise<void> {
    await Promise.all(cells.map((cell) => this.kernel.edits.closed(cell)));
    this.waiting.push(...cells.map((cell) => this.kernel.controller.createNotebookCellExecution(cell)));
    this.working ??= this.work().finally(() => {
      this.working = undefined;
    });
    await this.working;
  }

  /** Waits for the cell that ran when the window was last open, before all others. */
  resume(): void {
    this.working ??= this.kernel
      .resume()
      .catch(this.onFailure)
      .then(() => this.work())
      .finally(() => {
        this.working = undefined;
      });
  }

  /** Takes all cells that wait out of the queue. */
  clear(): void {
    for (const execution of this.waiting.splice(0)) {
      execution.end(undefined);
    }
  }

  private async work(): Promise<void> {
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      try {
        await this.kernel.start();
        // An interrupt has emptied the queue meanwhile.
        if (this.waiting.shift() === undefined) {
          return;
        }
        await this.runOne(next);
      } catch (error) {
        this.clear();
        this.onFailure(error);
      }
    }
  }

  private async runOne(execution: vscode.NotebookCellExecution): Promise<void> {
    const { cell } = execution;
    if (cell.document.getText().trim() === '') {
      execution.start();
      await execution.clearOutput();
      execution.end(undefined);
      return;
    }
    const success = await this.kernel.run(execution);
    const { mayFail } = cellRequest(cell.metadata, '');
    if (success !== true && !(success === false && mayFail)) {
      this.clear();
    }
  }
}
