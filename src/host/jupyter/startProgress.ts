import * as vscode from 'vscode';
import { withoutIcons } from '../../core/text/safeText';

/** Runs the start of a kernel with a notification that can be cancelled. */
export async function withStartProgress<T>(label: string, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Starting a kernel on {0}', withoutIcons(label, 200)),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_progress, token) => {
    const cancelling = token.onCancellationRequested(() => {
      abort.abort();
    });
    try {
      return await start(abort.signal);
    } finally {
      cancelling.dispose();
    }
  });
}
