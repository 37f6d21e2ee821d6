import type { Limits } from './options';

/** What a well-behaved server never reaches. */
export const DEFAULT_LIMITS: Limits = {
  jsonBytes: 128 * 1024 * 1024,
  jsonDepth: 64,
  pages: 1000,
  attemptMs: 30_000,
  replyMs: 120_000,
  retryMs: 15_000,
  concurrency: 6,
};
