import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fault } from '../../rig/fault';
import { startFaults, type FaultServer } from '../../rig/faults';

let target: Server;
let faults: FaultServer;

beforeAll(async () => {
  target = createServer((_, response) => response.end('{"runs":[{}]}'));
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  faults = await startFaults(`http://127.0.0.1:${(target.address() as AddressInfo).port}`);
});

afterEach(() => {
  faults.clear();
});

afterAll(async () => {
  await faults.dispose();
  target.close();
});

const get = async (path = '/'): Promise<Response> => fetch(`${faults.uri}${path}`, { redirect: 'manual' });
const read = async (): Promise<string> => (await get()).text();

it('passes on what no fault is set for', async () => {
  expect(await read()).toBe('{"runs":[{}]}');
});

it('breaks as many requests as it is told, on the paths that match', async () => {
  faults.add(fault.serverError(), { times: 1, path: /runs/ });
  expect((await get('/experiments')).status).toBe(200);
  expect((await get('/runs')).status).toBe(503);
  expect((await get('/runs')).status).toBe(200);
  expect(faults.requests.at(-1)).toMatchObject({ method: 'GET', path: '/runs' });
});

describe('a fault', () => {
  it.each([
    ['reset', fault.reset()],
    ['resetMidway', fault.resetMidway(5)],
    ['wrongLength', fault.wrongLength()],
  ])('%s fails the request or its body', async (_, broken) => {
    faults.add(broken);
    await expect(read()).rejects.toThrow();
  });

  it('of a body that is cut looks complete', async () => {
    faults.add(fault.cutBody(5));
    expect(await read()).toBe('{"run');
  });

  it('of endless pages names the same next page again and again', async () => {
    faults.add(fault.endlessPages());
    expect(JSON.parse(await read())).toEqual({ runs: [{}], next_page_token: 'again' });
  });

  it.each([
    ['tooManyRequests', fault.tooManyRequests('2'), 429, 'retry-after', '2'],
    ['loginPage', fault.loginPage(), 200, 'content-type', 'text/html; charset=utf-8'],
    ['forbiddenHost', fault.forbiddenHost(), 403, 'content-type', 'text/plain'],
    ['redirect', fault.redirect('http://127.0.0.1:1'), 302, 'location', 'http://127.0.0.1:1/'],
    ['errorAfterCommit', fault.errorAfterCommit(), 503, 'content-type', 'text/plain'],
  ])('%s answers with its status and header', async (_, broken, status, header, value) => {
    faults.add(broken);
    const response = await get();
    expect([response.status, response.headers.get(header)]).toEqual([status, value]);
  });
});
