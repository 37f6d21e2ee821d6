import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MlflowError } from '../../../src/core/mlflow/errors';
import { JsonScan } from '../../../src/core/mlflow/rest/jsonScan';
import { readAllPages } from '../../../src/core/mlflow/rest/pages';
import { fault } from '../../rig/fault';
import { anyReply, faultServer, hastyClient, mlflowError, read } from '../support/rest';

const json = { 'content-type': 'application/json' };

describe('limits on a reply', () => {
  it('bytes', async () => {
    const server = await faultServer();
    server.add(fault.answer(200, JSON.stringify({ a: 'x'.repeat(3000) }), json));
    const error = await mlflowError(hastyClient(server.uri, { limits: { jsonBytes: 2000 } }).json(read, anyReply));
    expect(error.kind).toBe('too-large');
    expect(error.message).toContain('larger than 2.0 kB, which is the limit');
  });

  it('bytes of a compressed bomb, counted as they come out', async () => {
    const server = await faultServer();
    const bomb = gzipSync(JSON.stringify({ a: 'x'.repeat(5_000_000) }));
    server.add(({ outgoing }) => void outgoing.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb));
    const error = await mlflowError(hastyClient(server.uri, { limits: { jsonBytes: 1_000_000 } }).json(read, anyReply));
    expect(error.kind).toBe('too-large');
    expect(bomb.length).toBeLessThan(10_000);
  });

  it('depth', async () => {
    const server = await faultServer();
    server.add(fault.answer(200, `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, json));
    const error = await mlflowError(hastyClient(server.uri).json(read, anyReply));
    expect(error.kind).toBe('bad-json');
    expect(error.message).toContain('deeper than 64 levels');
  });

  it('time, for a body that never ends', async () => {
    const server = await faultServer();
    server.add(({ outgoing }) => {
      outgoing.writeHead(200, json);
      const timer = setInterval(() => outgoing.write(' '), 10);
      outgoing.on('close', () => {
        clearInterval(timer);
      });
    });
    const limits = { replyMs: 150, retryMs: 0 };
    const error = await mlflowError(hastyClient(server.uri, { limits }).json(read, anyReply));
    expect(error.kind).toBe('timeout');
  });

  it('silence, for a body that stops', async () => {
    const server = await faultServer();
    server.add(({ outgoing }) => void outgoing.writeHead(200, json).write('{'));
    const limits = { attemptMs: 100, retryMs: 0 };
    const error = await mlflowError(hastyClient(server.uri, { limits }).json(read, anyReply));
    expect(error.kind).toBe('timeout');
  });

  it('an error’s body that never ends', async () => {
    const server = await faultServer();
    server.add(({ outgoing }) => {
      outgoing.writeHead(500);
      const more = (): void => {
        while (outgoing.write('x'.repeat(16_384)));
      };
      outgoing.on('drain', more);
      more();
    });
    expect((await mlflowError(hastyClient(server.uri).json(read, anyReply))).kind).toBe('server-error');
  });
});

describe('the depth of JSON', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? 1 + Math.max(0, ...Object.values(value as Record<string, unknown>).map(depthOf))
      : 0;

  it('is what a parser would find, wherever the bytes are cut', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        const bytes = new TextEncoder().encode(text);
        const depth = depthOf(JSON.parse(text));
        const at = cut % (bytes.length + 1);
        const accepts = (limit: number): boolean => {
          const scan = new JsonScan(limit);
          return scan.accepts(bytes.subarray(0, at)) && scan.accepts(bytes.subarray(at));
        };
        expect(accepts(depth)).toBe(true);
        expect(depth === 0 || !accepts(depth - 1)).toBe(true);
      }),
    );
  });
});

describe('a listing', () => {
  const listing = { action: 'load runs', url: 'http://x' };
  const pageOf = (items: readonly string[], nextPageToken?: string) => ({ items, nextPageToken });

  it('is read to its end, and an item that moved to the next page comes once', async () => {
    const pages = new Map([
      ['', pageOf(['a', 'b'], '2')],
      ['2', pageOf(['b', 'c'])],
    ]);
    const readPage = (token?: string) => Promise.resolve(pages.get(token ?? '') ?? pageOf([]));
    expect(await readAllPages(readPage, (id) => id, { pages: 10 }, listing)).toEqual(['a', 'b', 'c']);
    expect(await readAllPages(readPage, undefined, { pages: 10 }, listing)).toEqual(['a', 'b', 'b', 'c']);
    expect(await readAllPages(readPage, (id) => id, { pages: 10, items: 2 }, listing)).toEqual(['a', 'b']);
  });

  it('ends with an error when a page token comes again', async () => {
    const endless = readAllPages(
      () => Promise.resolve(pageOf(['a'], 'again')),
      (id) => id,
      { pages: 10 },
      listing,
    );
    const error = await mlflowError(endless);
    expect(error.kind).toBe('bad-json');
    expect(error.message).toContain('same page token twice');
  });

  it('ends with an error when it has more entries than memory should hold', async () => {
    const page = Array.from({ length: 150_000 }, () => 'a');
    let next = 0;
    const readPage = () => Promise.resolve(pageOf(page, String((next += 1))));
    const error = await mlflowError(readAllPages(readPage, undefined, { pages: 1000 }, listing));
    expect(error.kind).toBe('too-large');
    expect(error.message).toContain('more than 200,000 entries');
    expect(next).toBe(2);
  });

  it('ends with an error past the last page allowed', async () => {
    let next = 0;
    const readPage = () => Promise.resolve(pageOf([], String((next += 1))));
    const error = await mlflowError(readAllPages(readPage, undefined, { pages: 5 }, listing));
    expect(error).toBeInstanceOf(MlflowError);
    expect(error.kind).toBe('too-large');
    expect(error.message).toContain('more than 5 pages');
    expect(next).toBe(5);
  });
});
