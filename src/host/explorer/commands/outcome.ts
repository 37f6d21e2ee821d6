import * as vscode from 'vscode';
import { withoutIcons } from '../../../core/text/safeText';
import { failureText, showFailure } from '../../shared/showError';
import type { BulkResult } from './bulkWrite';
import type { CommandTools } from './commandTools';

/** How the outcome of many writes is told. */
export interface OutcomeWords {
  readonly one: (name: string) => string;
  readonly many: (count: number) => string;
  /** What failed, as a sentence. */
  readonly failed: string;
  /** Takes back what was done, where that is possible. */
  readonly undo?: () => Promise<void>;
}

/** Tells what was done, what failed and why, what was left out, and offers to undo it. */
export function tellOutcome(
  tools: CommandTools,
  { done, failed }: BulkResult<{ readonly label: string }>,
  total: number,
  words: OutcomeWords,
): void {
  if (failed.length > 0) {
    tellFailures(tools, failed, total, words);
  }
  if (done.length === 0) {
    return;
  }
  const [first] = done;
  const text = done.length === 1 ? words.one(withoutIcons(first?.label ?? '', 100)) : words.many(done.length);
  const left = total - done.length - failed.length;
  const rest = left > 0 ? ` ${vscode.l10n.t('{0} were left as they were.', left)}` : '';
  const undo = vscode.l10n.t('Undo');
  void vscode.window.showInformationMessage(text + rest, ...(words.undo === undefined ? [] : [undo])).then((picked) => {
    if (picked === undo) {
      words.undo?.().catch((error: unknown) => {
        showFailure(tools.log, vscode.l10n.t('Couldn’t undo it.'), error);
      });
    }
  });
}

function tellFailures(
  { log }: CommandTools,
  failed: BulkResult<{ readonly label: string }>['failed'],
  total: number,
  words: OutcomeWords,
): void {
  for (const { item, error } of failed) {
    log.error(failureText(`${item.label}: ${words.failed}`, error));
  }
  const [first] = failed;
  const what =
    total === 1 ? words.failed : vscode.l10n.t('{0} of {1} failed. The first: {2}', failed.length, total, words.failed);
  showFailure(log, what, first?.error);
}
