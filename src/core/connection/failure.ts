import type { MlflowError, MlflowErrorKind } from '../mlflow/errors';

const UNREACHABLE: ReadonlySet<MlflowErrorKind> = new Set([
  'name-not-found',
  'refused',
  'tls',
  'proxy',
  'rate-limited',
  'timeout',
  'redirected',
  'network',
]);

const GATEWAY_STATUS: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * What a failed request says of a connection that has worked. A single request may fail alone (a 500, a 403, an endpoint that
 * an old server lacks): that is `one-request`.
 */
export function judgeFailure(error: MlflowError): 'unreachable' | 'signed-out' | 'one-request' {
  if (error.kind === 'unauthorized') {
    return 'signed-out';
  }
  const gateway = error.kind === 'server-error' && GATEWAY_STATUS.has(error.details.status ?? 0);
  // A gateway's login page in place of every reply.
  const loginPage = error.kind === 'not-mlflow';
  return gateway || loginPage || UNREACHABLE.has(error.kind) ? 'unreachable' : 'one-request';
}

const MAY_PASS: ReadonlySet<MlflowErrorKind> = new Set([
  'name-not-found',
  'refused',
  'proxy',
  'rate-limited',
  'server-error',
  'timeout',
  'network',
]);

/** True when trying again later may succeed although nobody changed anything on this machine. */
export function mayPass(error: MlflowError): boolean {
  return MAY_PASS.has(error.kind);
}
