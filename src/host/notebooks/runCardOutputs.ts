import type * as vscode from 'vscode';
import { parseRunOutput, RUN_MIME, type RunOutput } from '../../core/notebook/runOutput';

/** The output in which a cell tells of its run. */
export interface CellRunOutput {
  readonly cell: vscode.NotebookCell;
  readonly output: RunOutput;
}

/** The last output of the notebook that tells of this run. What a message claims counts only where there is one. */
export function findRunOutput(notebook: vscode.NotebookDocument, runId: string): CellRunOutput | undefined {
  for (const cell of notebook.getCells().reverse()) {
    for (const output of runOutputs(cell)) {
      if (output.run.runId === runId) {
        return { cell, output };
      }
    }
  }
  return undefined;
}

function* runOutputs(cell: vscode.NotebookCell): Iterable<RunOutput> {
  for (const { items } of cell.outputs) {
    const item = items.find(({ mime }) => mime === RUN_MIME);
    const output = item === undefined ? undefined : parseRunOutput(item.data);
    if (output !== undefined) {
      yield output;
    }
  }
}
