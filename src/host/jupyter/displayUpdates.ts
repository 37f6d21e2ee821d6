import type * as vscode from 'vscode';
import * as v from 'valibot';
import type { MimeBundle } from '../../core/jupyter/messages';
import { mimeItems } from '../../core/jupyter/mimeItems';
import type { CellEdits } from './cellEdits';
import { toItem } from './cellWriter';

const PAUSE_MS = 100;

const WithDisplayId = v.object({ transient: v.object({ display_id: v.string() }) });

interface Update {
  readonly data: MimeBundle;
  readonly from: vscode.NotebookCell;
}

/** Updates of displays in cells other than the running one; the newest of each display id wins. */
export class DisplayUpdates {
  private pending = new Map<string, Update>();
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly notebook: () => vscode.NotebookDocument | undefined,
    private readonly edits: CellEdits,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Every display of this id is to show the data, but in the cell `from`, which has it in its own hands. */
  add(displayId: string, data: MimeBundle, from: vscode.NotebookCell): void {
    this.pending.set(displayId, { data, from });
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.work = this.work.then(() => this.write());
    }, PAUSE_MS);
  }

  private async write(): Promise<void> {
    const { pending } = this;
    this.pending = new Map();
    for (const cell of this.notebook()?.getCells() ?? []) {
      const found = cell.outputs.flatMap((output) => {
        const update = pending.get(displayIdOf(output) ?? '');
        return update === undefined || update.from === cell
          ? []
          : [{ output, items: mimeItems(update.data).map(toItem) }];
      });
      if (found.length > 0) {
        await this.replace(cell, found);
      }
    }
  }

  private async replace(
    cell: vscode.NotebookCell,
    found: readonly { readonly output: vscode.NotebookCellOutput; readonly items: vscode.NotebookCellOutputItem[] }[],
  ): Promise<void> {
    try {
      await this.edits.edit(cell, async (execution) => {
        await Promise.all(found.map(({ output, items }) => execution.replaceOutputItems(items, output)));
      });
    } catch (error) {
      this.onError(error);
    }
  }
}

function displayIdOf({ metadata }: vscode.NotebookCellOutput): string | undefined {
  const parsed = v.safeParse(WithDisplayId, metadata);
  return parsed.success ? parsed.output.transient.display_id : undefined;
}
