import * as vscode from 'vscode';
import type { CellOutput, CellOutputs, OutputChange } from '../../core/jupyter/cellOutputs';
import type { OutputItem } from '../../core/jupyter/mimeItems';

const encoder = new TextEncoder();
// A person sees no faster change, and the editor needs time between edits to stay quick.
const PAUSE_MS = 50;

/** An execution that takes outputs now. */
export type OpenExecution = Pick<
  vscode.NotebookCellExecution,
  'clearOutput' | 'appendOutput' | 'appendOutputItems' | 'replaceOutputItems'
>;

/** Writes what changed in the outputs of one execution into its cell, one batch of edits after the other. */
export class CellWriter {
  private readonly written = new Map<number, vscode.NotebookCellOutput>();
  private writing: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly outputs: CellOutputs,
    /** Does edits while an execution of the cell is open. */
    private readonly edit: (edits: (execution: OpenExecution) => Promise<void>) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Something has changed: it is written soon, and together with what changes until then. */
  changed(): void {
    if (this.writing !== undefined) {
      this.again = true;
      return;
    }
    this.writing = this.write().finally(() => {
      this.writing = undefined;
      if (this.again) {
        this.again = false;
        this.changed();
      }
    });
  }

  /** Resolves when all that has changed is in the cell. */
  async settled(): Promise<void> {
    while (this.writing !== undefined) {
      await this.writing;
    }
  }

  private async write(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    // What changes from here on is in the next batch.
    this.again = false;
    const changes = this.outputs.takeChanges();
    if (changes.length === 0) {
      return;
    }
    try {
      await this.edit(async (execution) => {
        // The editor does them in this order, and tells when it has.
        await Promise.all(changes.map((change) => this.apply(execution, change)));
      });
    } catch (error) {
      this.onError(error);
    }
  }

  private async apply(execution: OpenExecution, change: OutputChange): Promise<void> {
    switch (change.kind) {
      case 'clear':
        this.written.clear();
        await execution.clearOutput();
        return;
      case 'append':
        await execution.appendOutput(change.outputs.map((output) => this.create(output)));
        return;
      case 'appendItem':
        await this.withOutput(change.id, (output) => execution.appendOutputItems(toItem(change.item), output));
        return;
      case 'replace':
        await this.withOutput(change.id, (output) => execution.replaceOutputItems(change.items.map(toItem), output));
    }
  }

  private create(output: CellOutput): vscode.NotebookCellOutput {
    const created = new vscode.NotebookCellOutput(output.items.map(toItem), { ...output.metadata });
    this.written.set(output.id, created);
    return created;
  }

  private async withOutput(id: number, edit: (output: vscode.NotebookCellOutput) => Thenable<void>): Promise<void> {
    const output = this.written.get(id);
    if (output !== undefined) {
      await edit(output);
    }
  }
}

/** An item as the editor takes it. */
export function toItem({ mime, data }: OutputItem): vscode.NotebookCellOutputItem {
  return new vscode.NotebookCellOutputItem(typeof data === 'string' ? encoder.encode(data) : data, mime);
}
