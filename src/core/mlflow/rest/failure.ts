import type { Credentials } from './options';
import type { RestRequest } from './request';
import type { Outcome } from './retryPolicy';
import { MlflowError, type MlflowErrorKind } from '../errors';
import { formatDuration } from '../../format/time';
import { publicUrl } from './request';

/** Why one attempt failed. */
export class Failure extends Error implements Outcome {
  readonly kind: MlflowErrorKind;
  /** What came back, in the past tense, without a full stop: `example.org answered 503 Service Unavailable`. */
  readonly what: string;
  /** What to do, as a sentence. */
  readonly advice: string;
  readonly status?: number;
  readonly code?: string | undefined;
  readonly retryAfter?: number | undefined;

  constructor(
    kind: MlflowErrorKind,
    what: string,
    advice: string,
    facts: Partial<Outcome> & { readonly cause?: unknown } = {},
  ) {
    super(what, { cause: facts.cause });
    this.kind = kind;
    this.what = what;
    this.advice = advice;
    if (facts.status !== undefined) {
      this.status = facts.status;
    }
    this.code = facts.code;
    this.retryAfter = facts.retryAfter;
  }
}

/** What a failure's words need to know of the connection. */
export interface Peer {
  readonly url: string;
  /** Host and port. */
  readonly host: string;
  readonly credentials: Credentials;
  /** What was sent to the server and must not come back in a message. */
  readonly secrets: readonly string[];
}

/** How often and how long it was tried. */
export interface Effort {
  readonly attempts: number;
  readonly elapsedMs: number;
}

/** The error that callers get. */
export function toMlflowError(failure: Failure, request: RestRequest, url: string, effort?: Effort): MlflowError {
  const { attempts = 1, elapsedMs = 0 } = effort ?? {};
  const tries = attempts > 1 ? `, ${attempts} tries in ${formatDuration(elapsedMs)}` : '';
  const message = `Couldn’t ${request.action}. ${failure.what}${tries}. ${failure.advice}`.trim();
  return new MlflowError(failure.kind, message, {
    action: request.action,
    url: publicUrl(url),
    ...(failure.status !== undefined && { status: failure.status }),
    ...(failure.code !== undefined && { code: failure.code }),
    ...effort,
    cause: failure.cause,
  });
}

/** The error for a caller that has given up. */
export function cancelledError(request: RestRequest, url: string): MlflowError {
  return new MlflowError('cancelled', `Cancelled: ${request.action}.`, {
    action: request.action,
    url: publicUrl(url),
  });
}
