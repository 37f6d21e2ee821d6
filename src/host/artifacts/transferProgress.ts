import * as vscode from 'vscode';
import { formatBytes } from '../../core/format/number';
import { withoutIcons } from '../../core/text/safeText';

// A person who waits longer than this wants to see how far it is.
const QUIET_MS = 1000;
const REPORT_EVERY_MS = 100;

/** Takes the bytes that have arrived, and all that will when that is known. */
export type ReportBytes = (bytes: number, total?: number) => void;

/** Runs a transfer. After a second it shows a notification with how far it is, and with Cancel, which aborts the signal. */
export async function withTransferProgress<T>(
  title: string,
  lifetime: AbortSignal,
  transfer: (report: ReportBytes, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const cancel = new AbortController();
  const gauge = new Gauge();
  const result = transfer(
    (bytes, total) => {
      gauge.set(bytes, total);
    },
    AbortSignal.any([lifetime, cancel.signal]),
  );
  const ended = result.then(
    () => undefined,
    () => undefined,
  );
  const timer = setTimeout(() => {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: withoutIcons(title),
      cancellable: true,
    };
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => {
        cancel.abort();
      });
      gauge.attach(progress);
      return ended;
    });
  }, QUIET_MS);
  try {
    return await result;
  } finally {
    clearTimeout(timer);
  }
}

type Progress = vscode.Progress<{ message?: string; increment?: number }>;

/** Turns byte counts into a message and steps of a percentage, not more often than a person can see. */
class Gauge {
  private progress: Progress | undefined;
  private bytes = 0;
  private total: number | undefined;
  private shownPercent = 0;
  private shownAt = 0;

  attach(progress: Progress): void {
    this.progress = progress;
    this.show();
  }

  set(bytes: number, total: number | undefined): void {
    this.bytes = bytes;
    this.total = total;
    if (Date.now() - this.shownAt >= REPORT_EVERY_MS) {
      this.show();
    }
  }

  private show(): void {
    this.shownAt = Date.now();
    if (this.total === undefined || this.total === 0) {
      this.progress?.report({ message: formatBytes(this.bytes) });
      return;
    }
    const percent = Math.min(100, (100 * this.bytes) / this.total);
    const message = vscode.l10n.t(
      '{0} of {1}, {2}%',
      formatBytes(this.bytes),
      formatBytes(this.total),
      Math.floor(percent),
    );
    this.progress?.report({ message, increment: percent - this.shownPercent });
    this.shownPercent = this.progress === undefined ? 0 : percent;
  }
}
