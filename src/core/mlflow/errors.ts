/**
 * Why a request to an MLflow server failed, one kind per cause that a person would treat differently.
 * The tree shows a state of its own for each of the first group.
 */
export type MlflowErrorKind =
  // The connection as a whole.
  | 'name-not-found'
  | 'refused'
  | 'tls'
  | 'proxy'
  | 'unauthorized'
  | 'forbidden'
  | 'host-not-allowed'
  | 'too-old'
  | 'rate-limited'
  | 'server-error'
  | 'timeout'
  | 'not-mlflow'
  | 'bad-json'
  | 'redirected'
  | 'network'
  // The one request.
  | 'invalid-request'
  | 'not-found'
  | 'already-exists'
  | 'too-large'
  | 'cancelled';

export interface MlflowErrorDetails {
  /** What was tried, in words for a person: `search runs`, `download model.pkl`. */
  readonly action: string;
  /** Without user name, password, query or fragment. */
  readonly url: string;
  readonly status?: number;
  /** MLflow's own `error_code`, such as `RESOURCE_DOES_NOT_EXIST`, or the system's, such as `ECONNREFUSED`. */
  readonly code?: string;
  readonly attempts?: number;
  readonly elapsedMs?: number;
  readonly cause?: unknown;
}

/** A failed request. `message` says what came back; {@link MlflowError.kind} selects what to offer next. */
export class MlflowError extends Error {
  override readonly name = 'MlflowError';

  constructor(
    readonly kind: MlflowErrorKind,
    message: string,
    readonly details: MlflowErrorDetails,
  ) {
    super(message, { cause: details.cause });
  }
}

export function isCancelled(error: unknown): boolean {
  return error instanceof MlflowError && error.kind === 'cancelled';
}
