/** Waiting for a condition instead of for a time. */
import { setTimeout as delay } from 'node:timers/promises';

interface WaitOptions {
  /** What is being waited for, for the message when it does not come. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly intervalMs?: number;
  /** Throws when waiting on has become pointless, such as when the process has ended. */
  readonly stillPossible?: () => void;
}

/** Polls `probe` until it returns something other than undefined or false; an exception of the probe counts as "not yet". */
export async function waitFor<T>(
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  options: WaitOptions,
): Promise<T> {
  const end = Date.now() + options.timeoutMs;
  let lastError: unknown;
  for (;;) {
    options.stillPossible?.();
    try {
      const value = await probe();
      if (value !== undefined && value !== false) {
        return value;
      }
    } catch (error) {
      lastError = error;
    }
    if (Date.now() >= end) {
      const seconds = Math.round(options.timeoutMs / 1000);
      throw new Error(`${options.what}: not within ${seconds} s`, { cause: lastError });
    }
    await delay(options.intervalMs ?? 100);
  }
}
