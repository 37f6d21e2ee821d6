import { describe, expect, it } from 'vitest';
import type { MlflowErrorKind } from '../../../src/core/mlflow/errors';
import { connectRest } from '../../../src/core/store/connect';
import { fault, type Fault } from '../../rig/fault';
import type { FaultServer } from '../../rig/faults';
import { faultServer, mlflowError, restOptions } from '../support/rest';

const json = { 'content-type': 'application/json' };

async function mlflowServer(version: string, workspaces = false): Promise<FaultServer> {
  const server = await faultServer();
  server.add(fault.answer(404, '<!doctype html>Not Found'));
  server.add(fault.answer(200, version), { path: /\/version$/ });
  server.add(fault.answer(200, '{}', json), { path: /\/experiments\/search$/ });
  if (Number.parseInt(version, 10) >= 3) {
    const info = JSON.stringify({ store_type: 'SqlStore', workspaces_enabled: workspaces });
    server.add(fault.answer(200, info, json), { path: /\/server-info$/ });
  }
  return server;
}

describe('connecting', () => {
  it.each([
    ['3.17.2', { aliases: true, stagesDeprecated: true, loggedModels: true, sampledHistory: true }],
    ['2.11.0', { aliases: true, stagesDeprecated: true, loggedModels: false, sampledHistory: true }],
    ['2.9.2', { aliases: true, stagesDeprecated: true, loggedModels: false, sampledHistory: false }],
    ['2.3.0rc1', { aliases: true, stagesDeprecated: false, loggedModels: false, sampledHistory: false }],
    ['2.0.1', { aliases: false, stagesDeprecated: false, loggedModels: false, sampledHistory: false }],
  ])('tells what MLflow %s can do', async (version, capabilities) => {
    const server = await mlflowServer(version);
    const { options, observed } = restOptions(server.uri);
    const store = await connectRest(options);
    expect(store.server).toEqual({ version, workspacesEnabled: false });
    expect(store.capabilities).toEqual({ ...capabilities, workspaces: false });
    expect(observed.events.every((event) => event === 'answer')).toBe(true);
  });

  it('works below a path prefix', async () => {
    const server = await mlflowServer('3.17.2');
    await connectRest(restOptions(`${server.uri}/team/mlflow`).options);
    expect(server.requests.every(({ path }) => path.startsWith('/team/mlflow/'))).toBe(true);
  });

  it('sends the workspace once the server is known to have them', async () => {
    const server = await mlflowServer('3.17.2', true);
    const store = await connectRest(restOptions(server.uri, { workspace: 'team-a' }).options);
    expect(store.capabilities.workspaces).toBe(true);
    expect(server.requests.map(({ headers }) => headers['x-mlflow-workspace'])).toEqual([
      undefined,
      undefined,
      'team-a',
    ]);
  });

  it('says so where a workspace is named and the server has none', async () => {
    const server = await mlflowServer('3.17.2');
    const error = await mlflowError(connectRest(restOptions(server.uri, { workspace: 'team-a' }).options));
    expect(error.kind).toBe('invalid-request');
    expect(error.message).toContain('The server has no workspaces');
  });

  const failures: readonly [string, Fault, RegExp, MlflowErrorKind, RegExp][] = [
    [
      'another site',
      fault.answer(404, 'nope'),
      /version/,
      'not-mlflow',
      /answered 404 where MLflow answers its version/,
    ],
    ['a login page', fault.loginPage(), /./, 'not-mlflow', /answered a web page where MLflow/],
    ['some text', fault.answer(200, 'OK then'), /version/, 'not-mlflow', /“OK then”/],
    ['an old MLflow', fault.answer(200, '1.30.1'), /version/, 'too-old', /runs MLflow 1\.30\.1; Runlens needs 2\.0/],
    ['a refused sign-in', fault.answer(401, 'no'), /./, 'unauthorized', /asks for a sign-in/],
    ['a refused sign-in at the first read', fault.answer(401, 'no'), /search/, 'unauthorized', /asks for a sign-in/],
    ['a refused read', fault.answer(403, 'no'), /search/, 'forbidden', /403 Forbidden/],
    ['a refused host name', fault.forbiddenHost(), /./, 'host-not-allowed', /--allowed-hosts/],
    ['a broken gateway', fault.serverError(502), /./, 'server-error', /502 Bad Gateway, 2 tries/],
    [
      'a redirect elsewhere',
      fault.redirect('http://login.test'),
      /./,
      'redirected',
      /redirects to http:\/\/login\.test/,
    ],
  ];
  it.each(failures)('tells of %s', async (_, answer, path, kind, message) => {
    const server = await mlflowServer('3.17.2');
    server.add(answer, { path });
    const error = await mlflowError(connectRest(restOptions(server.uri).options));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^Couldn’t (connect|load experiments)\. /);
  });

  it('can be cancelled', async () => {
    const server = await faultServer();
    server.add(fault.hang());
    const controller = new AbortController();
    const connecting = mlflowError(connectRest(restOptions(server.uri).options, controller.signal));
    setTimeout(() => {
      controller.abort();
    }, 50);
    expect((await connecting).kind).toBe('cancelled');
  });
});
