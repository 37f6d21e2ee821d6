import { describe, expect, it } from 'vitest';
import { RestClient } from '../../../src/core/mlflow/rest/restClient';
import { mayRepeat, parseRetryAfter, retryDelay } from '../../../src/core/mlflow/rest/retryPolicy';
import { fault } from '../../rig/fault';
import { anyReply, faultServer, hastyClient, mlflowError, read, restOptions } from '../support/rest';

const write = { ...read, method: 'POST', body: {}, effect: 'write' } as const;
const ok = fault.answer(200, '{"a": 1}', { 'content-type': 'application/json' });

describe('the retry policy of MLflow’s client', () => {
  it.each([408, 429, 500, 502, 503, 504])('repeats reads and upserts on %i', (status) => {
    expect(mayRepeat('read', { kind: 'server-error', status })).toBe(true);
    expect(mayRepeat('upsert', { kind: 'server-error', status })).toBe(true);
  });

  it.each([400, 401, 403, 404, 409, 501])('repeats nothing on %i', (status) => {
    expect(mayRepeat('read', { kind: 'invalid-request', status })).toBe(false);
  });

  it('repeats a write only where the server has not processed it', () => {
    const statuses = [408, 429, 500, 502, 503, 504];
    const repeated = statuses.filter((status) => mayRepeat('write', { kind: 'server-error', status }));
    expect(repeated).toEqual([408, 429]);
    expect(mayRepeat('write', { kind: 'refused' })).toBe(true);
    expect(mayRepeat('write', { kind: 'network' })).toBe(false);
    expect(mayRepeat('write', { kind: 'timeout' })).toBe(false);
  });

  it('does not repeat what fails the same way each time', () => {
    for (const kind of [
      'tls',
      'name-not-found',
      'proxy',
      'bad-json',
      'not-mlflow',
      'too-large',
      'redirected',
    ] as const) {
      expect(mayRepeat('read', { kind })).toBe(false);
    }
    expect(mayRepeat('read', { kind: 'server-error', status: 500, code: 'FEATURE_DISABLED' })).toBe(false);
  });

  it('waits not at all, then 4 s, then 8 s, and up to a second more', () => {
    expect(retryDelay(1, undefined)).toBe(0);
    for (const [attempt, least] of [
      [2, 4000],
      [3, 8000],
    ] as const) {
      const delay = retryDelay(attempt, undefined);
      expect(delay).toBeGreaterThanOrEqual(least);
      expect(delay).toBeLessThanOrEqual(least + 1000);
    }
  });

  it('reads Retry-After as seconds and as a date', () => {
    const now = Date.parse('2026-11-21T10:00:00Z');
    expect(parseRetryAfter('7', now)).toBe(7000);
    expect(parseRetryAfter('Sat, 21 Nov 2026 10:00:30 GMT', now)).toBe(30_000);
    expect(parseRetryAfter('Sat, 21 Nov 2026 09:00:00 GMT', now)).toBe(0);
    expect(parseRetryAfter('soon', now)).toBeUndefined();
    expect(parseRetryAfter(null, now)).toBeUndefined();
  });
});

describe('a client', () => {
  it('repeats a read that failed once, and tells it only to the log', async () => {
    const server = await faultServer();
    server.add(ok);
    server.add(fault.serverError(503), { times: 1 });
    const { options, observed } = restOptions(server.uri);
    expect(await new RestClient(options).json(read, anyReply)).toEqual({ a: 1 });
    expect(observed.events).toEqual(['answer']);
    expect(observed.lines.map(({ attempt, status, error }) => [attempt, status, error])).toEqual([
      [1, 503, 'server-error'],
      [2, 200, undefined],
    ]);
  });

  it('sends a write once when a 503 may come after the commit', async () => {
    const server = await faultServer();
    server.add(fault.serverError(503));
    expect((await mlflowError(hastyClient(server.uri).json(write, anyReply))).kind).toBe('server-error');
    expect(server.requests).toHaveLength(1);
  });

  it('waits as long as Retry-After asks', async () => {
    const server = await faultServer();
    server.add(ok);
    server.add(fault.tooManyRequests('1'), { times: 1 });
    const started = performance.now();
    const { options } = restOptions(server.uri);
    expect(await new RestClient(options).json(write, anyReply)).toEqual({ a: 1 });
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  it('gives up at once when it would have to wait past its bound', async () => {
    const server = await faultServer();
    server.add(fault.tooManyRequests('16'));
    const { options, observed } = restOptions(server.uri);
    const error = await mlflowError(new RestClient(options).json(read, anyReply));
    expect(error.kind).toBe('rate-limited');
    expect(error.details.attempts).toBe(1);
    expect(observed.events).toEqual(['rate-limited']);
  });

  it('ends a wait between attempts when it is cancelled', async () => {
    const server = await faultServer();
    server.add(fault.tooManyRequests('10'));
    const controller = new AbortController();
    const { options, observed } = restOptions(server.uri, {
      observer: {
        onAnswer: () => undefined,
        onFailure: (error) => observed.events.push(error.kind),
        onRequest: () => {
          setTimeout(() => {
            controller.abort();
          });
        },
      },
    });
    const error = await mlflowError(new RestClient(options).json(write, anyReply, controller.signal));
    expect(error.kind).toBe('cancelled');
    expect(observed.events).toEqual([]);
  });
});
