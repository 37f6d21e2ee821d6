/** Ends an attempt when its caller gives up, or when a time runs out. */
export class Watch {
  private readonly controller = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly abort = (): void => {
    this.controller.abort();
  };
  /** Milliseconds that have run out, if that is why the attempt ended. */
  expiredAfter: number | undefined;

  constructor(private readonly caller: AbortSignal | undefined) {
    caller?.addEventListener('abort', this.abort, { once: true });
    if (caller?.aborted === true) {
      this.abort();
    }
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get cancelled(): boolean {
    return this.caller?.aborted === true;
  }

  /** Something must happen within `ms`, in place of what was expected before. */
  expect(ms: number): void {
    this.relax();
    this.timer = setTimeout(() => {
      this.expiredAfter = ms;
      this.controller.abort();
    }, ms);
  }

  /** Nothing is expected of the server now. */
  relax(): void {
    clearTimeout(this.timer);
  }

  /** Ends the watch; `abort` ends what it watched as well. */
  stop(abort = false): void {
    this.relax();
    this.caller?.removeEventListener('abort', this.abort);
    if (abort) {
      this.controller.abort();
    }
  }
}
