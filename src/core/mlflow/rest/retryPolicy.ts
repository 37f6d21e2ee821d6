import type { MlflowErrorKind } from '../errors';
import type { RestRequest } from './request';

/** What came of an attempt, as far as a repetition depends on it. */
export interface Outcome {
  /** Of the answer, where there was one. */
  readonly status?: number;
  readonly kind: MlflowErrorKind;
  /** MLflow's own `error_code`. */
  readonly code?: string | undefined;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter?: number | undefined;
}

const TRANSIENT = new Set([408, 429, 500, 502, 503, 504]);
const NOT_PROCESSED = new Set([408, 429]);
// A 5xx with another code of MLflow's, such as FEATURE_DISABLED, comes back the same each time.
const TRANSIENT_CODES = new Set([
  'INTERNAL_ERROR',
  'TEMPORARILY_UNAVAILABLE',
  'REQUEST_LIMIT_EXCEEDED',
  'DEADLINE_EXCEEDED',
]);

/** Whether MLflow's own client would send the request again, and doing so can help. */
export function mayRepeat(effect: RestRequest['effect'], outcome: Outcome): boolean {
  const { status } = outcome;
  if (status === undefined) {
    return mayReconnect(effect, outcome.kind);
  }
  if (NOT_PROCESSED.has(status)) {
    return true;
  }
  // Servers before 3 answer 500 for an artifact that is not there.
  if (effect === 'write' || (effect === 'content' && status === 500)) {
    return false;
  }
  return TRANSIENT.has(status) && (outcome.code === undefined || TRANSIENT_CODES.has(outcome.code));
}

function mayReconnect(effect: RestRequest['effect'], kind: MlflowErrorKind): boolean {
  // What was refused was not sent; what broke or timed out may have been processed.
  return kind === 'refused' || (effect !== 'write' && (kind === 'network' || kind === 'timeout'));
}

/**
 * Milliseconds to wait after the attempt of that number (from 1) failed: none, then 4 s, 8 s … and up to a second at random,
 * as MLflow's client does it with a factor of 2; or what the server asks for.
 */
export function retryDelay(attempt: number, retryAfter: number | undefined): number {
  if (retryAfter !== undefined) {
    return retryAfter;
  }
  return attempt === 1 ? 0 : 1000 * (2 ** attempt + Math.random());
}

/** Milliseconds from a `Retry-After` header: seconds or a date. */
export function parseRetryAfter(header: string | null, now: number = Date.now()): number | undefined {
  if (header === null) {
    return undefined;
  }
  if (/^\d+$/u.test(header.trim())) {
    return Number(header) * 1000;
  }
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
