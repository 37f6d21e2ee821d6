import * as vscode from 'vscode';

const SHOWN_AFTER_MS = 1000;

/** Tells how far work is, from 0 to 1. */
export type Report = (done: number, text: string) => void;

/** Does work that a person may cancel: past a second a notification shows how far it is. */
export async function withLateProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const listeners = new Set<Report>();
  const running = work(controller.signal, (done, text) => {
    for (const listener of listeners) {
      listener(done, text);
    }
  });
  const timer = setTimeout(() => {
    void showProgress(title, running, controller, listeners);
  }, SHOWN_AFTER_MS);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}

function showProgress(
  title: string,
  running: Promise<unknown>,
  controller: AbortController,
  listeners: Set<Report>,
): Thenable<void> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => {
      controller.abort();
    });
    let shown = 0;
    listeners.add((done, message) => {
      progress.report({ increment: (done - shown) * 100, message });
      shown = done;
    });
    await running.catch(() => undefined);
  });
}
