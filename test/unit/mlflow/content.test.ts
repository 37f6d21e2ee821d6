import { describe, expect, it } from 'vitest';
import { RestClient } from '../../../src/core/mlflow/rest/restClient';
import type { ByteRange } from '../../../src/core/store/trackingStore';
import { fault } from '../../rig/fault';
import { faultServer, mlflowError, read, restOptions } from '../support/rest';

const content = { ...read, action: 'read the artifact', effect: 'content' } as const;
const bytesOf = async (stream: ReadableStream<Uint8Array>) =>
  Buffer.from(await new Response(stream).arrayBuffer()).toString();

async function open(changes: Parameters<typeof restOptions>[1] = {}) {
  const server = await faultServer();
  const { options, observed } = restOptions(server.uri, changes);
  return { server, observed, client: new RestClient(options) };
}

describe('a download', () => {
  it('streams the bytes and tells their number', async () => {
    const { server, client, observed } = await open();
    server.add(fault.answer(200, 'hello world'));
    const { size, stream } = await client.content(content);
    expect(size).toBe(11);
    expect(await bytesOf(stream)).toBe('hello world');
    expect(observed.lines).toMatchObject([{ status: 200, bytes: 11 }]);
  });

  it('of a range asks for it, with the end included as HTTP has it', async () => {
    const { server, client } = await open();
    server.add(fault.answer(206, 'ello', { 'content-range': 'bytes 1-4/11' }));
    const { size, stream } = await client.content(content, { start: 1, end: 5 });
    expect([size, await bytesOf(stream)]).toEqual([4, 'ello']);
    expect(server.requests[0]!.headers.range).toBe('bytes=1-4');
    await (await client.content(content, { start: 3 })).stream.cancel();
    expect(server.requests[1]!.headers.range).toBe('bytes=3-');
  });

  const slices: readonly [ByteRange, string][] = [
    [{ start: 0, end: 5 }, 'hello'],
    [{ start: 6 }, 'world'],
    [{ start: 4, end: 7 }, 'o w'],
    [{ start: 6, end: 100 }, 'world'],
    [{ start: 50, end: 60 }, ''],
  ];
  it.each(slices)('of a range holds where the server ignores ranges: %j', async (range, text) => {
    const { server, client } = await open();
    server.add(fault.answer(200, 'hello world'));
    const { size, stream } = await client.content(content, range);
    expect([size, await bytesOf(stream)]).toEqual([text.length, text]);
  });

  it('of a range past the end of the file is empty', async () => {
    const { server, client } = await open();
    server.add(fault.answer(416, '', { 'content-range': 'bytes */5' }));
    const { size, stream } = await client.content(content, { start: 9 });
    expect([size, await bytesOf(stream)]).toEqual([0, '']);
  });

  it('that breaks off is an error and no short file', async () => {
    const { server, client, observed } = await open();
    server.add(({ outgoing }) => {
      outgoing.writeHead(200, { 'content-length': 100 }).write('partial', () => outgoing.destroy());
    });
    const { stream } = await client.content(content);
    expect((await mlflowError(bytesOf(stream))).kind).toBe('network');
    expect(observed.events).toEqual(['answer', 'network']);
  });

  it('whose length differs from its header is an error, whatever the fetch makes of it', async () => {
    const headers = { 'content-length': '100' };
    const { client } = await open({ fetch: () => Promise.resolve(new Response('short', { headers })) });
    const error = await mlflowError(bytesOf((await client.content(content)).stream));
    expect(error.kind).toBe('network');
    expect(error.message).toContain('broke off after 5 B of 100 B');
  });

  it('that falls silent times out, but a slow reader does not', async () => {
    const { server, client } = await open({ limits: { attemptMs: 100 } });
    server.add(({ outgoing }) => void outgoing.writeHead(200, { 'content-length': 100 }).write('partial'));
    const { stream } = await client.content(content);
    const reader = stream.getReader();
    expect((await reader.read()).done).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 250));
    const started = performance.now();
    expect((await mlflowError(reader.read())).kind).toBe('timeout');
    expect(performance.now() - started).toBeGreaterThan(90);
  });

  it('can be cancelled midway, by its signal and by its reader', async () => {
    const { server, client, observed } = await open();
    let closed = 0;
    server.add(({ outgoing }) => {
      outgoing.on('close', () => (closed += 1));
      outgoing.writeHead(200, { 'content-length': 100 }).write('partial');
    });
    const controller = new AbortController();
    const first = (await client.content(content, undefined, controller.signal)).stream.getReader();
    await first.read();
    const rest = mlflowError(first.read());
    controller.abort();
    expect((await rest).kind).toBe('cancelled');
    const second = (await client.content(content)).stream.getReader();
    await second.read();
    await second.cancel();
    while (closed < 2) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(observed.lines).toHaveLength(2);
    expect(observed.events).toEqual(['answer', 'answer']);
  });

  it('leaves half of the places at an origin to other requests', async () => {
    const { server, client } = await open();
    server.add(({ outgoing }) => void outgoing.writeHead(200, { 'content-length': 100 }).write('partial'));
    const opened = await Promise.all(Array.from({ length: 3 }, () => client.content(content)));
    const fourth = client.content(content);
    server.add(fault.answer(200, '3.1.0'), { path: /version/ });
    expect(await client.text({ ...read, path: '/version' })).toBe('3.1.0');
    expect(server.requests).toHaveLength(4);
    await opened[0]!.stream.cancel();
    await (await fourth).stream.cancel();
    await Promise.all(opened.slice(1).map(({ stream }) => stream.cancel()));
  });

  it('that an old server answers with 500 is tried once, and no fault of the connection', async () => {
    const { server, client, observed } = await open();
    server.add(fault.serverError(500));
    expect((await mlflowError(client.content(content))).kind).toBe('server-error');
    expect(server.requests).toHaveLength(1);
    expect(observed.events).toEqual(['answer']);
  });
});
