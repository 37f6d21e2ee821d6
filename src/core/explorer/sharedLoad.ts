interface Running {
  readonly done: Promise<void>;
  readonly controller: AbortController;
}

/** Work of which one at a time is under way: who asks while it runs waits for the same result. */
export class SharedLoad {
  private current: Running | undefined;

  run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.current !== undefined) {
      return this.current.done;
    }
    const controller = new AbortController();
    const running: Running = {
      controller,
      done: work(controller.signal).finally(() => {
        if (this.current === running) {
          this.current = undefined;
        }
      }),
    };
    this.current = running;
    return running.done;
  }

  /** Aborts what is under way; its waiters get the error of kind `cancelled` that the store throws. */
  cancel(): void {
    this.current?.controller.abort();
    this.current = undefined;
  }
}
