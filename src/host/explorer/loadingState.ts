import * as vscode from 'vscode';

const SHOWN_AFTER_MS = 1000;

/** Whether something has been loading for more than a second: long enough that a person may want to cancel it. */
export class LoadingState implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<void>();
  readonly onDidChange = this.emitter.event;
  private pending = 0;
  private timer: NodeJS.Timeout | undefined;
  private long = false;

  get isLong(): boolean {
    return this.long;
  }

  async track<T>(work: Promise<T>): Promise<T> {
    this.begin();
    try {
      return await work;
    } finally {
      this.end();
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.emitter.dispose();
  }

  private begin(): void {
    this.pending += 1;
    this.timer ??= setTimeout(() => {
      this.show(true);
    }, SHOWN_AFTER_MS);
  }

  private end(): void {
    this.pending -= 1;
    if (this.pending === 0) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.show(false);
    }
  }

  private show(long: boolean): void {
    if (this.long !== long) {
      this.long = long;
      this.emitter.fire();
    }
  }
}
