import * as vscode from 'vscode';
import { LocalServerError } from '../../core/localServer/errors';

/** Where a task tells how far it is. */
export type Progress = vscode.Progress<{ message?: string }>;

interface AbortableTask {
  readonly title: string;
  readonly limitMs: number;
  readonly abort: AbortController;
}

/** Runs a task with a progress notification that can be cancelled; it also ends at a time limit. */
export async function withAbort<T>(
  { title, limitMs, abort }: AbortableTask,
  task: (progress: Progress, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([abort.signal, limit]);
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancelling = token.onCancellationRequested(() => {
      abort.abort();
    });
    try {
      return await task(progress, signal);
    } catch (error) {
      throw signal.aborted ? whyAborted(limit, limitMs, error) : error;
    } finally {
      cancelling.dispose();
    }
  });
}

function whyAborted(limit: AbortSignal, limitMs: number, cause: unknown): LocalServerError {
  const message = limit.aborted
    ? vscode.l10n.t('The local MLflow server did not answer within {0} s and was ended.', limitMs / 1000)
    : vscode.l10n.t('The start of the local MLflow server was cancelled.');
  return new LocalServerError(limit.aborted ? 'ended' : 'cancelled', message, cause);
}
