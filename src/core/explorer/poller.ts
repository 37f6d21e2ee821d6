/** The parts of time that a poller needs; tests give their own. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): unknown;
  clearTimeout(handle: unknown): void;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (handle) => {
    clearTimeout(handle as ReturnType<typeof setTimeout>);
  },
};

/**
 * Repeats a task while it is wanted: one at a time, an interval from start to start, and at once when it is wanted again
 * after more than an interval. When it is no longer wanted, the one under way is aborted and no other follows.
 */
export class Poller {
  private wanted = false;
  private timer: unknown;
  private running: AbortController | undefined;
  private lastStart = Number.NEGATIVE_INFINITY;

  constructor(
    /** Must not throw: it deals with its own failures. */
    private readonly task: (signal: AbortSignal) => Promise<void>,
    private readonly intervalMs: () => number,
    private readonly clock: Clock = SYSTEM_CLOCK,
  ) {}

  setWanted(wanted: boolean): void {
    if (wanted === this.wanted) {
      return;
    }
    this.wanted = wanted;
    if (wanted) {
      this.schedule();
    } else {
      this.stop();
    }
  }

  /** Lets a changed interval count from now on. */
  reschedule(): void {
    if (this.wanted && this.running === undefined) {
      this.schedule();
    }
  }

  /** Repeats the task now where it is wanted, whatever is left of the interval. */
  runNow(): void {
    this.lastStart = Number.NEGATIVE_INFINITY;
    if (this.wanted) {
      this.stop();
      this.schedule();
    }
  }

  dispose(): void {
    this.setWanted(false);
  }

  private schedule(): void {
    this.clock.clearTimeout(this.timer);
    const wait = Math.max(0, this.lastStart + this.intervalMs() - this.clock.now());
    this.timer = this.clock.setTimeout(() => {
      void this.run();
    }, wait);
  }

  private stop(): void {
    this.clock.clearTimeout(this.timer);
    this.timer = undefined;
    this.running?.abort();
    this.running = undefined;
  }

  private async run(): Promise<void> {
    const controller = new AbortController();
    this.running = controller;
    this.lastStart = this.clock.now();
    await this.task(controller.signal);
    if (this.running === controller) {
      this.running = undefined;
      this.schedule();
    }
  }
}
