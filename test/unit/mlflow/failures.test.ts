import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { MlflowErrorKind } from '../../../src/core/mlflow/errors';
import { RestClient } from '../../../src/core/mlflow/rest/restClient';
import { fault, type Exchange, type Fault } from '../../rig/fault';
import { anyReply, faultServer, hastyClient, mlflowError, read, restOptions } from '../support/rest';

const json = { 'content-type': 'application/json' };
const mlflow = (status: number, code: string, message: string): Fault =>
  fault.answer(status, JSON.stringify({ error_code: code, message }), json);

describe('answers other than success', () => {
  const cases: readonly [string, Fault, MlflowErrorKind, RegExp][] = [
    ['401', fault.answer(401, 'You are not authenticated'), 'unauthorized', /asks for a sign-in/],
    ['403', fault.answer(403, 'Permission denied'), 'forbidden', /403 Forbidden/],
    ['403 for the host', fault.forbiddenHost(), 'host-not-allowed', /--allowed-hosts 127\.0\.0\.1:\d+/],
    ['404 in HTML', fault.answer(404, '<html>Not Found</html>'), 'too-old', /too old/],
    ['ENDPOINT_NOT_FOUND', mlflow(404, 'ENDPOINT_NOT_FOUND', 'no'), 'too-old', /too old/],
    ['a missing run', mlflow(404, 'RESOURCE_DOES_NOT_EXIST', 'Run with id=x not found'), 'not-found', /id=x not found/],
    ['a taken name', mlflow(400, 'RESOURCE_ALREADY_EXISTS', 'exists'), 'already-exists', /exists/],
    ['a bad filter', mlflow(400, 'INVALID_PARAMETER_VALUE', 'bad filter'), 'invalid-request', /bad filter/],
    ['no workspaces', mlflow(500, 'FEATURE_DISABLED', 'workspaces are off'), 'invalid-request', /workspaces are off/],
    ['no permission', mlflow(403, 'PERMISSION_DENIED', 'not yours'), 'forbidden', /not yours/],
    ['407', fault.answer(407, ''), 'proxy', /http\.proxy/],
    ['429', fault.answer(429, '', { 'retry-after': '120' }), 'rate-limited', /asks to wait 120 s/],
    ['500', fault.answer(500, 'x'), 'server-error', /500 Internal Server Error/],
    ['503', fault.serverError(503), 'server-error', /503 Service Unavailable, 2 tries in/],
    ['a login page', fault.loginPage(), 'not-mlflow', /a web page/],
    ['broken JSON', fault.answer(200, '{"runs": [', json), 'bad-json', /broken JSON/],
    ['JSON of another kind', fault.answer(200, '[1]', json), 'bad-json', /not an object/],
    ['bare NaN', fault.answer(200, '{"a": NaN}', json), 'bad-json', /broken JSON/],
    ['a code named like a method', mlflow(400, 'toString', 'odd'), 'invalid-request', /odd/],
  ];

  it.each(cases)('%s', async (_, answer, kind, message) => {
    const server = await faultServer();
    server.add(answer);
    const error = await mlflowError(hastyClient(server.uri).json(read, anyReply));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(/^Couldn’t load runs\. /);
    expect(error.message).toMatch(message);
    expect(error.details).toMatchObject({ action: 'load runs', url: `${server.uri}/api` });
  });

  it('names the account, never the secret', async () => {
    const server = await faultServer();
    server.add(fault.answer(401, 'no'));
    const basic = { kind: 'basic', username: 'mlops', password: 'hunter2' } as const;
    const error = await mlflowError(hastyClient(server.uri, { credentials: basic }).json(read, anyReply));
    expect(error.message).toContain('did not accept the password of “mlops”');
    const bearer = { kind: 'bearer', token: 'sesame' } as const;
    const other = await mlflowError(hastyClient(server.uri, { credentials: bearer }).json(read, anyReply));
    expect(other.message).toContain('did not accept the token');
    expect(JSON.stringify([error, error.message, other, other.message])).not.toMatch(/hunter2|sesame/);
  });

  it.each([
    [{ kind: 'bearer', token: 'sesame-token' } as const, 'sesame-token'],
    [{ kind: 'basic', username: 'mlops', password: 'hunter2' } as const, btoa('mlops:hunter2')],
    [{ kind: 'basic', username: 'mlops', password: 'hunter2' } as const, 'hunter2'],
  ])('never shows a secret that the server sends back', async (credentials, secret) => {
    const server = await faultServer();
    const changes = { credentials, headers: [{ key: 'X-Api-Key', value: 'open-barley' }] };
    const echo = `no such key: ${secret}, open-barley`;
    const answers = [
      mlflow(403, 'PERMISSION_DENIED', echo),
      mlflow(400, secret, echo),
      fault.answer(200, `{"a": ${secret}`, json),
      ({ outgoing }: Exchange) => void outgoing.writeHead(503, echo).end(),
      ({ outgoing }: Exchange) => void outgoing.writeHead(302, { location: `/${secret}/open-barley` }).end(),
      ({ outgoing }: Exchange) => void outgoing.writeHead(302, { location: `http://x.test/${secret}` }).end(),
    ];
    for (const answer of answers) {
      server.add(answer, { times: 1 });
      const { options, observed } = restOptions(server.uri, { ...changes, limits: { retryMs: 0 } });
      const error = await mlflowError(new RestClient(options).json(read, anyReply));
      const shown = JSON.stringify([error.message, error.details, observed.lines]);
      expect(shown).not.toMatch(/sesame|hunter2|open-barley/);
      expect(shown).not.toContain(secret);
    }
  });

  it('shows the text of a hostile server as one short line', async () => {
    const server = await faultServer();
    server.add(mlflow(400, 'INVALID_PARAMETER_VALUE', `a\u202e\u0007\n${'x'.repeat(100_000)}`));
    const { message } = await mlflowError(hastyClient(server.uri).json(read, anyReply));
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message.length).toBeLessThan(700);
  });

  it('takes an empty body and Armeria’s “200 OK” for an empty reply, as MLflow’s client does', async () => {
    const server = await faultServer();
    server.add(fault.answer(200, '200 OK'));
    expect(await hastyClient(server.uri).json(read, anyReply)).toEqual({});
    server.add(fault.answer(200, ''));
    expect(await hastyClient(server.uri).json(read, anyReply)).toEqual({});
  });
});

describe('connections that fail', () => {
  it('refused', async () => {
    const server = await faultServer();
    const { uri } = server;
    await server.dispose();
    const error = await mlflowError(hastyClient(uri).json(read, anyReply));
    expect(error.kind).toBe('refused');
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.details.attempts).toBe(2);
  });

  it('a name that nobody knows', async () => {
    const error = await mlflowError(hastyClient('http://no-such-host.invalid').json(read, anyReply));
    expect(error.kind).toBe('name-not-found');
    expect(error.message).toContain('The name no-such-host.invalid was not found');
  });

  it('reset before an answer', async () => {
    const server = await faultServer();
    server.add(fault.reset());
    const error = await mlflowError(hastyClient(server.uri).json(read, anyReply));
    expect(error.kind).toBe('network');
    expect(server.requests).toHaveLength(2);
  });

  it('a body cut short', async () => {
    const server = await faultServer();
    server.add(({ outgoing }) => {
      outgoing.writeHead(200, { 'content-length': 100 }).write('{"a": 1}', () => outgoing.destroy());
    });
    expect((await mlflowError(hastyClient(server.uri).json(read, anyReply))).kind).toBe('network');
  });

  it('no answer in time', async () => {
    const server = await faultServer();
    server.add(fault.hang());
    const { options, observed } = restOptions(server.uri, { limits: { attemptMs: 100, retryMs: 50 } });
    const error = await mlflowError(new RestClient(options).json(read, anyReply));
    expect(error.kind).toBe('timeout');
    expect(error.message).toContain('did not answer within 100 ms');
    expect(observed.events).toEqual(['timeout']);
  });

  it('something that does not speak HTTP', async () => {
    const tcp = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const uri = `http://127.0.0.1:${(tcp.address() as AddressInfo).port}`;
    const error = await mlflowError(hastyClient(uri).json(read, anyReply));
    tcp.close();
    expect(error.kind).toBe('not-mlflow');
    expect(error.message).toContain('did not answer in HTTP');
  });

  it('plain HTTP behind an https address', async () => {
    const server = await faultServer();
    const error = await mlflowError(hastyClient(server.uri.replace('http:', 'https:')).json(read, anyReply));
    expect(error.kind).toBe('tls');
    expect(error.message).toContain('try http://');
  });

  const coded = (code: string, facts: object = {}) => Object.assign(new Error('it failed'), { code, ...facts });
  const thrown: readonly [string, Error, MlflowErrorKind][] = [
    ['an expired certificate', coded('CERT_HAS_EXPIRED'), 'tls'],
    ['a private authority', coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls'],
    ['a self-signed certificate', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls'],
    ['another name', coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
    ['a client certificate that is missing', coded('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), 'tls'],
    ['DNS that is busy', coded('EAI_AGAIN'), 'name-not-found'],
    ['a connection that takes too long', coded('UND_ERR_CONNECT_TIMEOUT'), 'timeout'],
    ['a proxy that is not there', coded('ECONNREFUSED', { port: 3128 }), 'proxy'],
    ['a proxy that wants a sign-in', new Error('Proxy response (407) !== 200 when HTTP Tunneling'), 'proxy'],
    ['Chromium’s name error', new Error('net::ERR_NAME_NOT_RESOLVED'), 'name-not-found'],
    ['Chromium’s certificate error', new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'tls'],
    ['Chromium’s proxy error', new Error('net::ERR_PROXY_CONNECTION_FAILED'), 'proxy'],
    ['something unknown', new Error('boom'), 'network'],
  ];

  it.each(thrown)('%s, however deep its cause', async (_, cause, kind) => {
    const wrapped = new TypeError('fetch failed', { cause: new AggregateError([cause], 'several') });
    const client = hastyClient('http://127.0.0.1:1', { fetch: () => Promise.reject(wrapped) });
    expect((await mlflowError(client.json(read, anyReply))).kind).toBe(kind);
  });

  it('survives causes that go in a circle, and what is no error', async () => {
    const circle = new Error('round');
    circle.cause = circle;
    for (const reason of [circle, 'text', undefined]) {
      const rejected = {
        then: (_: unknown, reject: (reason: unknown) => void) => {
          reject(reason);
        },
      };
      const fetch = () => rejected as unknown as Promise<Response>;
      const client = hastyClient('http://127.0.0.1:1', { fetch });
      expect((await mlflowError(client.json(read, anyReply))).kind).toBe('network');
    }
  });
});

describe('redirects', () => {
  it('to another origin are not followed, and nothing is sent there', async () => {
    const [server, other] = await Promise.all([faultServer(), faultServer()]);
    server.add(fault.redirect(other.uri));
    const error = await mlflowError(
      hastyClient(server.uri, { headers: [{ key: 'X-Key', value: 'k' }] }).json(read, anyReply),
    );
    expect(error.kind).toBe('redirected');
    expect(error.message).toContain(`redirects to ${other.uri}/api`);
    expect(other.requests).toEqual([]);
  });

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,x',
    '//x.test/a',
    'http://x.test/signed?sig=1',
    '',
  ])('of a download lead nowhere else: %s', async (location) => {
    const server = await faultServer();
    const urls: string[] = [];
    server.add(({ outgoing }) => void outgoing.writeHead(302, { location }).end());
    const { options } = restOptions(server.uri, {
      credentials: { kind: 'bearer', token: 'sesame' },
      fetch: (input, init) => {
        urls.push(input);
        return fetch(input, init);
      },
    });
    const content = { ...read, effect: 'content' } as const;
    const error = await mlflowError(new RestClient(options).content(content));
    expect(error.kind).toBe('redirected');
    expect(error.message).not.toMatch(/passwd|alert|sig=1/);
    expect(new Set(urls.map((url) => new URL(url).origin))).toEqual(new Set([server.uri]));
  });

  it('within the origin are followed by reads, three times at most', async () => {
    const server = await faultServer();
    server.add(fault.answer(200, '{"a": 1}', json), { path: /^\/there$/ });
    server.add(({ outgoing }) => void outgoing.writeHead(302, { location: '/there' }).end(), { path: /^\/api$/ });
    expect(await hastyClient(server.uri).json(read, anyReply)).toEqual({ a: 1 });
    server.add(fault.redirect(server.uri), { path: /^\/api$/ });
    expect((await mlflowError(hastyClient(server.uri).json(read, anyReply))).kind).toBe('redirected');
  });

  it('are not followed by writes', async () => {
    const server = await faultServer();
    server.add(({ outgoing }) => void outgoing.writeHead(307, { location: '/there' }).end());
    const write = { ...read, method: 'POST', body: {}, effect: 'write' } as const;
    expect((await mlflowError(hastyClient(server.uri).json(write, anyReply))).kind).toBe('redirected');
    expect(server.requests).toHaveLength(1);
  });

  it('do not show a password in the target', async () => {
    const server = await faultServer();
    server.add(({ outgoing }) => void outgoing.writeHead(302, { location: 'http://u:secret@x.test/p?token=1' }).end());
    const { message } = await mlflowError(hastyClient(server.uri).json(read, anyReply));
    expect(message).toContain('redirects to http://x.test/p.');
  });
});
