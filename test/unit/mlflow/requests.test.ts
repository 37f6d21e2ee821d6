import { describe, expect, it } from 'vitest';
import { headerProblem } from '../../../src/core/mlflow/rest/headers';
import { RestClient } from '../../../src/core/mlflow/rest/restClient';
import { fault, type Fault } from '../../rig/fault';
import { anyReply, faultServer, mlflowError, read, restOptions } from '../support/rest';

/** Answers when the test says so. */
function gate(): { readonly fault: Fault; readonly waiting: () => number; readonly open: () => void } {
  let waiting: (() => void)[] = [];
  return {
    fault: ({ outgoing }) => {
      waiting.push(() => outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"a": 1}'));
    },
    waiting: () => waiting.length,
    open: () => {
      for (const answer of waiting.splice(0)) {
        answer();
      }
      waiting = [];
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('requests at once', () => {
  it('are six to an origin, for all its clients together', async () => {
    const server = await faultServer();
    const { fault: held, waiting, open } = gate();
    server.add(held);
    const clients = [new RestClient(restOptions(server.uri).options), new RestClient(restOptions(server.uri).options)];
    const all = Array.from({ length: 10 }, (_, n) => clients[n % 2]!.json({ ...read, query: { n } }, anyReply));
    await until(() => waiting() === 6);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.requests).toHaveLength(6);
    open();
    await until(() => waiting() === 4);
    open();
    expect(await Promise.all(all)).toHaveLength(10);
  });

  it('that are cancelled while they wait for their turn are never sent', async () => {
    const server = await faultServer();
    const { fault: held, waiting, open } = gate();
    server.add(held);
    const client = new RestClient(restOptions(server.uri).options);
    const running = Array.from({ length: 6 }, (_, n) => client.json({ ...read, query: { n } }, anyReply));
    await until(() => waiting() === 6);
    const controller = new AbortController();
    const late = mlflowError(client.json({ ...read, query: { n: 'late' } }, anyReply, controller.signal));
    controller.abort();
    expect((await late).kind).toBe('cancelled');
    open();
    await Promise.all(running);
    expect(server.requests.some(({ path }) => path.includes('late'))).toBe(false);
  });
});

describe('equal reads at the same time', () => {
  it('share one request', async () => {
    const server = await faultServer();
    const { fault: held, waiting, open } = gate();
    server.add(held);
    const client = new RestClient(restOptions(server.uri).options);
    const search = { ...read, method: 'POST', body: { filter: 'a' } } as const;
    const all = [
      client.json(search, anyReply),
      client.json(search, anyReply),
      client.json({ ...search, body: { filter: 'b' } }, anyReply),
    ];
    await until(() => waiting() === 2);
    open();
    await Promise.all(all);
    expect(server.requests).toHaveLength(2);
    const again = client.json(search, anyReply);
    await until(() => waiting() === 1);
    open();
    await again;
    expect(server.requests).toHaveLength(3);
  });

  it('go on for the others when one of their callers leaves, and end when all have left', async () => {
    const server = await faultServer();
    const { fault: held, waiting, open } = gate();
    server.add(held);
    const client = new RestClient(restOptions(server.uri).options);
    const [first, second] = [new AbortController(), new AbortController()];
    const left = mlflowError(client.json(read, anyReply, first.signal));
    const stays = client.json(read, anyReply, second.signal);
    await until(() => waiting() === 1);
    first.abort();
    expect((await left).kind).toBe('cancelled');
    open();
    expect(await stays).toEqual({ a: 1 });

    let closed = false;
    server.add(({ outgoing }) => void outgoing.on('close', () => (closed = true)));
    const both = [first, second].map(() => new AbortController());
    const errors = both.map(({ signal }) => mlflowError(client.json(read, anyReply, signal)));
    await until(() => server.requests.length === 2);
    for (const controller of both) {
      controller.abort();
    }
    expect((await Promise.all(errors)).map(({ kind }) => kind)).toEqual(['cancelled', 'cancelled']);
    await until(() => closed);
  });

  it('do not start for a caller that has left before', async () => {
    const server = await faultServer();
    const client = new RestClient(restOptions(server.uri).options);
    expect((await mlflowError(client.json(read, anyReply, AbortSignal.abort()))).kind).toBe('cancelled');
    const write = { ...read, method: 'POST', body: {}, effect: 'write' } as const;
    expect((await mlflowError(client.json(write, anyReply, AbortSignal.abort()))).kind).toBe('cancelled');
    expect(server.requests).toEqual([]);
  });

  it('share nothing with a read that began before a write', async () => {
    const server = await faultServer();
    const { fault: held, waiting, open } = gate();
    server.add(held);
    const client = new RestClient(restOptions(server.uri).options);
    const before = client.json(read, anyReply);
    await until(() => waiting() === 1);
    server.add(fault.answer(200, '{}'));
    await client.json({ ...read, method: 'POST', path: '/api/write', body: {}, effect: 'write' }, anyReply);
    await client.json(read, anyReply);
    expect(server.requests).toHaveLength(3);
    open();
    expect(await before).toEqual({ a: 1 });
  });

  it('are not shared where they are writes', async () => {
    const server = await faultServer();
    server.add(fault.answer(200, '{}'));
    const client = new RestClient(restOptions(server.uri).options);
    const write = { ...read, method: 'POST', body: {}, effect: 'upsert' } as const;
    await Promise.all([client.json(write, anyReply), client.json(write, anyReply)]);
    expect(server.requests).toHaveLength(2);
  });
});

describe('headers', () => {
  it('carry the sign-in, the custom ones and the workspace', async () => {
    const server = await faultServer();
    server.add(fault.answer(200, '{}'));
    const { options } = restOptions(server.uri, {
      credentials: { kind: 'basic', username: 'müller', password: 'pä:ss' },
      headers: [{ key: 'X-Gateway', value: 'g' }],
    });
    await new RestClient(options, 'team-a').json(read, anyReply);
    const sent = server.requests[0]!.headers;
    expect(Buffer.from(sent.authorization!.replace('Basic ', ''), 'base64').toString()).toBe('müller:pä:ss');
    expect(sent).toMatchObject({ 'x-gateway': 'g', 'x-mlflow-workspace': 'team-a' });
    const bearer = restOptions(server.uri, { credentials: { kind: 'bearer', token: 't' } });
    await new RestClient(bearer.options).json(read, anyReply);
    expect(server.requests[1]!.headers.authorization).toBe('Bearer t');
    expect(server.requests[1]!.headers['x-mlflow-workspace']).toBeUndefined();
  });

  it.each([
    ['a line break in the value', 'X-A', 'a\r\nHost: evil'],
    ['NUL', 'X-A', 'a\0'],
    ['a character past Latin-1', 'X-A', '…'],
    ['a line break in the name', 'X\r\nA', 'a'],
    ['an empty name', '', 'a'],
    ['Host', 'Host', 'evil'],
    ['Content-Length', 'content-length', '5'],
    ['Transfer-Encoding', 'Transfer-Encoding', 'chunked'],
  ])('that can’t be sent are refused: %s', (_, key, value) => {
    expect(headerProblem({ key, value })).toBeDefined();
    const { options } = restOptions('http://127.0.0.1:1', { headers: [{ key, value }] });
    expect(() => new RestClient(options)).toThrow(/Nothing was sent/);
  });

  it('never show a token that can’t be sent', () => {
    const { options } = restOptions('http://127.0.0.1:1', { credentials: { kind: 'bearer', token: 'sesame\n' } });
    expect(() => new RestClient(options)).toThrow(/^(?!.*sesame)/);
  });

  it('are logged without the query', async () => {
    const server = await faultServer();
    server.add(fault.answer(200, '{}'));
    const { options, observed } = restOptions(`${server.uri}/prefix`);
    await new RestClient(options).json({ ...read, query: { token: 'secret' } }, anyReply);
    expect(server.requests[0]!.path).toBe('/prefix/api?token=secret');
    expect(observed.lines).toMatchObject([{ method: 'GET', url: `${server.uri}/prefix/api`, status: 200, bytes: 2 }]);
  });
});
