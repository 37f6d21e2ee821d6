import type * as vscode from 'vscode';
import type { ViewVisibility } from '../shared/viewVisibility';

/** Runs something later, but only while a view of Runlens is visible: when it is due and none is, it waits for one. */
export class VisibleTimer implements vscode.Disposable {
  private timer: NodeJS.Timeout | undefined;
  private waiting: vscode.Disposable | undefined;

  constructor(private readonly visibility: Pick<ViewVisibility, 'anyVisible' | 'onDidChange'>) {}

  /** Replaces what was to run. */
  start(delayMs: number, run: () => void): void {
    this.dispose();
    this.timer = setTimeout(() => {
      if (this.visibility.anyVisible) {
        run();
        return;
      }
      this.waiting = this.visibility.onDidChange((visible) => {
        if (visible) {
          this.dispose();
          run();
        }
      });
    }, delayMs);
  }

  /** Stops; `start` may be called again. */
  dispose(): void {
    clearTimeout(this.timer);
    this.waiting?.dispose();
    this.waiting = undefined;
  }
}
