interface Shared {
  readonly result: Promise<unknown>;
  readonly controller: AbortController;
  waiting: number;
}

/** Lets callers that ask the same at the same time wait for one answer. The work ends early when the last of them has left. */
export class Sharing {
  private readonly running = new Map<string, Shared>();

  /** `key` must tell the type of the result as well. `cancelled` makes what a caller that leaves gets. */
  async run<T>(
    key: string,
    work: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal | undefined,
    cancelled: () => Error,
  ): Promise<T> {
    const shared = this.running.get(key) ?? this.start(key, work);
    shared.waiting += 1;
    try {
      return await untilAborted(shared.result as Promise<T>, signal, cancelled);
    } finally {
      shared.waiting -= 1;
      if (shared.waiting === 0) {
        this.forget(key, shared);
        shared.controller.abort();
      }
    }
  }

  /** Who asks from now on gets an answer that was begun from now on. */
  startAnew(): void {
    this.running.clear();
  }

  private start<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Shared {
    const controller = new AbortController();
    const result = work(controller.signal);
    const shared: Shared = { result, controller, waiting: 0 };
    this.running.set(key, shared);
    const forget = (): void => {
      this.forget(key, shared);
    };
    result.then(forget, forget);
    return shared;
  }

  private forget(key: string, shared: Shared): void {
    if (this.running.get(key) === shared) {
      this.running.delete(key);
    }
  }
}

async function untilAborted<T>(
  result: Promise<T>,
  signal: AbortSignal | undefined,
  cancelled: () => Error,
): Promise<T> {
  if (signal === undefined) {
    return result;
  }
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      reject(cancelled());
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) {
      abort();
    }
    result.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
