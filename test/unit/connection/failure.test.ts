import { describe, expect, it } from 'vitest';
import { retryDelay } from '../../../src/core/connection/backoff';
import { judgeFailure, mayPass } from '../../../src/core/connection/failure';
import { describeProblem } from '../../../src/core/connection/problem';
import { MlflowError, type MlflowErrorKind } from '../../../src/core/mlflow/errors';

function failed(kind: MlflowErrorKind, status?: number): MlflowError {
  return new MlflowError(kind, 'It failed.', {
    action: 'search runs',
    url: 'https://a.example',
    ...(status && { status }),
  });
}

describe('a failed request of an open connection', () => {
  it('makes the data stale when the server can’t be reached', () => {
    expect(judgeFailure(failed('refused'))).toBe('unreachable');
    expect(judgeFailure(failed('server-error', 503))).toBe('unreachable');
    expect(judgeFailure(failed('not-mlflow', 200))).toBe('unreachable');
  });

  it('signs out on 401', () => {
    expect(judgeFailure(failed('unauthorized', 401))).toBe('signed-out');
  });

  it('says nothing of the connection when it fails alone', () => {
    for (const error of [
      failed('forbidden', 403),
      failed('server-error', 500),
      failed('too-old', 404),
      failed('cancelled'),
    ]) {
      expect(judgeFailure(error)).toBe('one-request');
    }
  });

  it('is tried again only where that may help', () => {
    expect(mayPass(failed('refused'))).toBe(true);
    expect(mayPass(failed('unauthorized', 401))).toBe(false);
    expect(mayPass(failed('tls'))).toBe(false);
  });
});

describe('the wait for the next try', () => {
  it('doubles from 10 s to 2 min', () => {
    expect([0, 1, 2, 3, 4, 50].map(retryDelay)).toEqual([10_000, 20_000, 40_000, 80_000, 120_000, 120_000]);
  });
});

describe('the description of a problem', () => {
  const details = { action: 'connect', url: 'https://a.example/version', attempts: 3, elapsedMs: 6000 };

  it('tells what was tried and what came back', () => {
    const error = new MlflowError('refused', 'Nothing answers.', { ...details, code: 'ECONNREFUSED' });
    expect(describeProblem(error, 'a.example', undefined)).toBe(
      'Nothing answers. Tried: connect, https://a.example/version, 3 times in 6.0 s. Came back: ECONNREFUSED.',
    );
  });

  it('names the account and its place on 401, and no secret', () => {
    const error = new MlflowError('unauthorized', 'The server answered 401.', { ...details, status: 401 });
    const credentials = { kind: 'basic', username: 'mlops', password: 's3cret' } as const;
    const text = describeProblem(error, 'a.example', { credentials, source: 'file' });
    expect(text).toContain('a.example did not accept the password of “mlops”, which is in ~/.mlflow/credentials.');
    expect(text).not.toContain('s3cret');
  });
});
