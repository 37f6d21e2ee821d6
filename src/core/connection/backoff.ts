const FIRST_MS = 10_000;
const LONGEST_MS = 120_000;

/** Milliseconds to wait before try number `failures + 1` of a server that does not answer: 10 s, doubling, 2 min at most. */
export function retryDelay(failures: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, Math.min(failures, 10)));
}
