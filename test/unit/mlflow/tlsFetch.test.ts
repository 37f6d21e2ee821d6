import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RestClient } from '../../../src/core/mlflow/rest/restClient';
import type { ProxyRules } from '../../../src/core/connection/proxy';
import { createTlsFetch, type TlsSettings } from '../../../src/core/mlflow/tlsFetch.node';
import { fault } from '../../rig/fault';
import { type FaultServer, startFaults } from '../../rig/faults';
import { startProxy } from '../../rig/proxy';
import { outsideName, startTls, type TlsServer } from '../../rig/tls';
import { anyReply, hastyClient, mlflowError, read, restOptions } from '../support/rest';

let server: FaultServer;
let plain: TlsServer;
let strict: TlsServer;
beforeAll(async () => {
  server = await startFaults();
  server.add(fault.answer(200, '{"a": 1}'));
  [plain, strict] = await Promise.all([
    startTls({ target: server.uri }),
    startTls({ target: server.uri, clientCertificate: true }),
  ]);
});
afterAll(async () => {
  await Promise.all([plain.dispose(), strict.dispose(), server.dispose()]);
});

const pem = (path: string) => readFile(path, 'utf8');

const direct: ProxyRules = { proxy: '', noProxy: '' };

async function ask(uri: string, settings: TlsSettings, rules = direct): Promise<unknown> {
  const own = await createTlsFetch(settings, rules);
  try {
    return await hastyClient(uri, { fetch: own.fetch }).json(read, anyReply);
  } finally {
    own.dispose();
  }
}

describe('a fetch with its own TLS settings', () => {
  it('trusts the authority it is given, and no other', async () => {
    expect(await ask(plain.uri, { ca: await pem(plain.ca) })).toEqual({ a: 1 });
    expect((await mlflowError(ask(plain.uri, { ca: await pem(strict.ca) }))).kind).toBe('tls');
    expect((await mlflowError(ask(plain.uri, {}))).kind).toBe('tls');
  });

  it('trusts anybody when checks are off', async () => {
    expect(await ask(plain.uri, { insecure: true })).toEqual({ a: 1 });
  });

  it('shows a client certificate, with its key in the same file', async () => {
    const ca = await pem(strict.ca);
    expect(await ask(strict.uri, { ca, cert: await pem(strict.client) })).toEqual({ a: 1 });
    const error = await mlflowError(ask(strict.uri, { ca }));
    expect(error.kind).toBe('network');
    expect(error.message).toContain('A server that asks for a client certificate may close connections so.');
  });

  it('goes through a proxy, with its account, and past it to what is left out', async () => {
    const proxy = await startProxy();
    try {
      const ca = await pem(strict.ca);
      const tls = { ca, cert: await pem(strict.client) };
      const outside = strict.uri.replace('127.0.0.1', outsideName);
      const rules = { proxy: proxy.uri, noProxy: '', authorization: 'Basic bWU6cHc=' };
      expect(await ask(outside, tls, rules)).toEqual({ a: 1 });
      expect(proxy.tunnels).toEqual([{ to: new URL(outside).host, authorization: 'Basic bWU6cHc=' }]);
      expect(await ask(strict.uri, tls, { ...rules, noProxy: 'localhost,127.0.0.1' })).toEqual({ a: 1 });
      await mlflowError(ask(outside, tls, { ...rules, noProxy: outsideName }));
      expect(proxy.tunnels).toHaveLength(1);
    } finally {
      await proxy.dispose();
    }
  });

  it('streams and cancels as the editor’s fetch does', async () => {
    const own = await createTlsFetch({ ca: await pem(plain.ca) }, direct);
    const client = new RestClient(restOptions(plain.uri, { fetch: own.fetch }).options);
    const { size, stream } = await client.content({ ...read, effect: 'content' });
    expect([size, await new Response(stream).text()]).toEqual([8, '{"a": 1}']);
    const aborted = mlflowError(client.json(read, anyReply, AbortSignal.abort()));
    expect((await aborted).kind).toBe('cancelled');
    own.dispose();
  });

  it.each([[{ ca: 'garbage' }], [{ cert: 'garbage' }]])('refuses what is not PEM: %j', async (tls) => {
    await expect(createTlsFetch(tls, direct)).rejects.toThrow();
  });

  it('leaves the fetch of the process as it was', async () => {
    const dispatchers = () =>
      ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'].map(
        (name) => (globalThis as unknown as Record<symbol, unknown>)[Symbol.for(name)],
      );
    const before = dispatchers();
    (await createTlsFetch({}, direct)).dispose();
    expect(dispatchers()).toEqual(before);
    expect(before[0]?.constructor.name).toBe('Agent');
    await expect(fetch(plain.uri)).rejects.toThrow();
  });
});
