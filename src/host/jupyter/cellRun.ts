import * as vscode from 'vscode';
import { CellOutputs } from '../../core/jupyter/cellOutputs';
import type { KernelMessage, Payload } from '../../core/jupyter/messages';
import { formatBytes } from '../../core/format/number';
import type { CellEdits } from './cellEdits';
import { CellWriter } from './cellWriter';
import { outputLimits } from './settings';

/** How a run of a cell ended; `success` is undefined where nobody knows. */
export interface RunEnd {
  readonly success: boolean | undefined;
  readonly payload: readonly Payload[];
}

/** Why a run was ended from this side, in words for the cell. */
export interface Failure {
  readonly name: string;
  readonly message: string;
}

/** One execution of one cell: from the request until the kernel says that it is done, and later outputs of its threads. */
export class CellRun {
  readonly cell: vscode.NotebookCell;
  readonly outputs: CellOutputs;
  readonly ended: Promise<RunEnd>;
  private readonly writer: CellWriter;
  private finish: (end: RunEnd) => void = () => undefined;
  private reply: RunEnd | undefined;
  private idle = false;
  private open = true;

  constructor(
    readonly startTime: number,
    private readonly execution: vscode.NotebookCellExecution,
    private readonly edits: CellEdits,
    onError: (error: unknown) => void,
  ) {
    this.cell = execution.cell;
    const limits = outputLimits();
    this.outputs = new CellOutputs(limits, (omitted) => omissionText(omitted, limits.bytes));
    this.writer = new CellWriter(
      this.outputs,
      (work) => (this.open ? work(execution) : edits.edit(this.cell, work)),
      onError,
    );
    this.ended = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  handle(message: KernelMessage): void {
    switch (message.type) {
      case 'execute_input':
        this.setOrder(message.content.execution_count);
        return;
      case 'execute_reply':
        this.setOrder(message.content.execution_count);
        this.reply = { success: message.content.status === 'ok', payload: message.content.payload };
        this.endWhenDone();
        return;
      case 'status':
        this.idle ||= message.content.execution_state === 'idle';
        this.endWhenDone();
        return;
      default:
        this.outputs.apply(message);
        this.writer.changed();
    }
  }

  /** Text of the front end among the cell's own, such as what was typed at a prompt. */
  write(text: string): void {
    this.outputs.write('stdout', text);
    this.writer.changed();
  }

  /** Ends the run from this side: the kernel will say no more, or the person does not want to wait. */
  abandon(failure: Failure | undefined): void {
    if (failure !== undefined && this.open) {
      this.outputs.apply({
        type: 'error',
        content: { ename: failure.name, evalue: failure.message, traceback: [`${failure.name}: ${failure.message}`] },
      });
      this.writer.changed();
    }
    this.finish({ success: failure === undefined ? undefined : false, payload: [] });
  }

  /** Writes what is left and closes the execution. */
  async close({ success }: RunEnd): Promise<void> {
    await this.writer.settled();
    this.open = false;
    const endTime = Date.now();
    const { executionOrder } = this.execution;
    const timing = { startTime: this.startTime, endTime };
    this.edits.ended(this.cell, {
      timing,
      ...(executionOrder !== undefined && { executionOrder }),
      ...(success !== undefined && { success }),
    });
    this.execution.end(success, endTime);
  }

  private setOrder(count: number | null): void {
    if (count !== null && this.open) {
      this.execution.executionOrder = count;
    }
  }

  private endWhenDone(): void {
    if (this.reply !== undefined && this.idle) {
      this.finish(this.reply);
    }
  }
}

function omissionText(omitted: number, limit: number): string {
  return vscode.l10n.t(
    '\n[Runlens] This cell has put out more than {0}, and {1} is left out so far. The setting “runlens.jupyter.maxOutputSize” is the limit.\n',
    formatBytes(limit),
    formatBytes(omitted),
  );
}
