import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { MlflowErrorKind } from '../../src/core/mlflow/errors';
import { fault, type Fault } from '../rig/fault';
import { startFaults, type FaultServer } from '../rig/faults';
import {
  authorizations,
  clearPlaces,
  setSetting,
  testConnection,
  workspaceFolder,
  writeWorkspaceFile,
  type TestConnection,
} from './support/connections';

const { Global, Workspace } = vscode.ConfigurationTarget;
const mlflow = process.env.RUNLENS_TEST_MLFLOW;

describe('the connection', () => {
  let first: FaultServer;
  let second: FaultServer;
  let test: TestConnection;

  beforeEach(async () => {
    [first, second] = await Promise.all([startFaults(mlflow), startFaults(mlflow)]);
    test = testConnection();
  });

  afterEach(async () => {
    test.dispose();
    await clearPlaces();
    await Promise.all([first.dispose(), second.dispose()]);
  });

  describe('is found', () => {
    it('nowhere when nothing names a server', async () => {
      await test.service.refresh();
      assert.equal(test.service.state.kind, 'none');
    });

    it('in the user’s setting before all others', async () => {
      await setSetting('trackingUri', first.uri, Global);
      process.env.MLFLOW_TRACKING_URI = second.uri;
      await test.service.refresh();
      const state = await test.until('connected');
      assert.ok(state.kind === 'connected');
      assert.deepEqual([state.info.source, state.info.uri], ['user', first.uri]);
      assert.match(state.store.server.version, /^3\./);
    });

    it('in the environment, which needs no confirmation', async () => {
      process.env.MLFLOW_TRACKING_URI = first.uri;
      await test.service.refresh();
      const state = await test.until('connected');
      assert.ok(state.kind === 'connected');
      assert.equal(state.info.source, 'environment');
    });

    it('in mlflow.db of the workspace, through the local server', async () => {
      const served: string[] = [];
      test.dispose();
      test = testConnection({
        ensureStarted: (store) => {
          served.push(store.fsPath);
          return Promise.resolve(first.uri);
        },
      });
      await writeWorkspaceFile('mlflow.db', 'SQLite format 3\0');
      await test.service.refresh();
      const state = await test.until('connected');
      assert.ok(state.kind === 'connected');
      assert.deepEqual([state.info.source, state.info.label, state.info.uri], ['localStore', 'mlflow.db', first.uri]);
      assert.deepEqual(served, [`${workspaceFolder()}/mlflow.db`]);
    });

    it('in a saved connection that the person chose, and changes when the choice does', async () => {
      await setSetting('connections', [{ name: 'team', uri: second.uri }], Global);
      process.env.MLFLOW_TRACKING_URI = first.uri;
      await test.memory.choose({ kind: 'saved', name: 'team' });
      await test.service.refresh();
      const state = await test.until('connected');
      assert.ok(state.kind === 'connected' && state.info.label === 'team');
      await test.memory.choose(undefined);
      await test.service.refresh();
      await test.until('connected', (now) => 'info' in now && now.info.uri === first.uri);
    });

    it('anew when .env changes', async () => {
      await test.memory.confirm(first.uri);
      await test.memory.confirm(second.uri);
      await writeWorkspaceFile('.env', `MLFLOW_TRACKING_URI=${first.uri}\n`);
      await test.service.refresh();
      await test.until('connected', (state) => 'info' in state && state.info.source === 'dotenv');
      await writeWorkspaceFile('.env', `MLFLOW_TRACKING_URI=${second.uri}\n`);
      await test.until('connected', (state) => 'info' in state && state.info.uri === second.uri);
    });
  });

  describe('to a server that came with the workspace', () => {
    for (const place of ['setting', '.env'] as const) {
      it(`sends nothing before it is confirmed (${place})`, async () => {
        if (place === 'setting') {
          await setSetting('trackingUri', first.uri, Workspace);
        } else {
          await writeWorkspaceFile('.env', `MLFLOW_TRACKING_URI=${first.uri}\n`);
        }
        await test.service.refresh();
        const state = await test.until('unconfirmed');
        assert.ok('info' in state && state.info.uri === first.uri);
        assert.deepEqual(first.requests, []);
        assert.ok(test.service.candidate);
        await test.service.confirm(test.service.candidate);
        await test.until('connected');
        assert.ok(first.requests.length > 0);
      });
    }
  });

  describe('sends a secret', () => {
    it('to the origin that it was entered for, and no other', async () => {
      await test.secrets.setCredentials(first.uri, { kind: 'basic', username: 'me', password: 's3cret' });
      await test.secrets.setHeader(first.uri, { key: 'X-Api-Key', value: 'k3y' });
      process.env.MLFLOW_TRACKING_URI = first.uri;
      await test.service.refresh();
      await test.until('connected');
      const basic = `Basic ${Buffer.from('me:s3cret').toString('base64')}`;
      assert.ok(authorizations(first).includes(basic));
      assert.ok(first.requests.some(({ headers }) => headers['x-api-key'] === 'k3y'));

      process.env.MLFLOW_TRACKING_URI = second.uri;
      await test.service.refresh();
      await test.until('connected', (state) => 'info' in state && state.info.uri === second.uri);
      assert.ok(second.requests.length > 0);
      assert.deepEqual(authorizations(second), [undefined]);
      assert.ok(second.requests.every(({ headers }) => !('x-api-key' in headers)));
    });

    it('of the environment to the environment’s own server only', async () => {
      process.env.MLFLOW_TRACKING_URI = first.uri;
      process.env.MLFLOW_TRACKING_USERNAME = 'me';
      process.env.MLFLOW_TRACKING_PASSWORD = 's3cret';
      await setSetting('trackingUri', second.uri, Global);
      await test.service.refresh();
      await test.until('connected');
      assert.deepEqual(authorizations(second), [undefined]);
      await test.memory.choose({ kind: 'source', source: 'environment' });
      await test.service.refresh();
      await test.until('connected', (state) => 'info' in state && state.info.uri === first.uri);
      assert.deepEqual(test.service.account?.source, 'environment');
      assert.ok(authorizations(first).some((value) => value?.startsWith('Basic ')));
    });

    it('once it is taken out of the address in the user’s settings', async () => {
      await setSetting('trackingUri', first.uri.replace('//', '//me:s3cret@'), Global);
      await test.service.refresh();
      await test.until('connected');
      const kept = vscode.workspace.getConfiguration('runlens').inspect('trackingUri')?.globalValue;
      assert.equal(kept, first.uri);
      const { credentials } = await test.secrets.read(first.uri);
      assert.deepEqual(credentials, { kind: 'basic', username: 'me', password: 's3cret' });
      assert.ok(authorizations(first).some((value) => value?.startsWith('Basic ')));
    });

    it('again as soon as another one is entered', async () => {
      process.env.MLFLOW_TRACKING_URI = first.uri;
      first.add(fault.answer(401, 'Unauthorized'));
      await test.service.refresh();
      await test.until('failed');
      first.clear();
      await test.secrets.setCredentials(first.uri, { kind: 'bearer', token: 't0ken' });
      await test.until('connected');
      assert.ok(authorizations(first).includes('Bearer t0ken'));
    });
  });

  describe('that fails tells why', () => {
    const cases: readonly [MlflowErrorKind, Fault][] = [
      ['unauthorized', fault.answer(401, 'Unauthorized')],
      ['forbidden', fault.answer(403, '{"error_code":"PERMISSION_DENIED","message":"no"}')],
      ['host-not-allowed', fault.forbiddenHost()],
      ['not-mlflow', fault.loginPage()],
      ['redirected', fault.redirect('http://127.0.0.1:9')],
    ];
    for (const [kind, broken] of cases) {
      it(kind, async () => {
        first.add(broken);
        process.env.MLFLOW_TRACKING_URI = first.uri;
        await test.service.refresh();
        const state = await test.until('failed');
        assert.ok(state.kind === 'failed');
        assert.equal(state.error.kind, kind);
      });
    }

    it('when nothing listens at the address', async function () {
      this.timeout(40_000);
      await second.dispose();
      process.env.MLFLOW_TRACKING_URI = second.uri;
      await test.service.refresh();
      const state = await test.until('failed');
      assert.ok(state.kind === 'failed');
      assert.equal(state.error.kind, 'refused');
    });

    it('when the address can’t be used', async () => {
      process.env.MLFLOW_TRACKING_URI = 'postgresql://me:s3cret@db/mlflow';
      await test.service.refresh();
      const state = await test.until('failed');
      assert.ok(state.kind === 'failed');
      assert.equal(state.error.kind, 'invalid-request');
      assert.ok(!JSON.stringify([state.error.message, state.info]).includes('s3cret'));
    });

    it('when the store in the workspace is not a database', async () => {
      await writeWorkspaceFile('mlflow.db', 'not a database, but long enough');
      await test.service.refresh();
      const state = await test.until('failed');
      assert.ok(state.kind === 'failed');
      assert.match(state.error.message, /not a SQLite database/);
    });
  });

  it('gives way to a newer choice while it is still being opened', async () => {
    first.add(fault.hang());
    process.env.MLFLOW_TRACKING_URI = first.uri;
    void test.service.refresh();
    await test.until('connecting');
    process.env.MLFLOW_TRACKING_URI = second.uri;
    await test.service.refresh();
    const state = await test.until('connected');
    assert.ok('info' in state && state.info.uri === second.uri);
  });

  it('keeps its store when the server stops answering, and comes back with news for the views', async () => {
    process.env.MLFLOW_TRACKING_URI = first.uri;
    await test.service.refresh();
    const before = await test.until('connected');
    assert.ok(before.kind === 'connected');
    first.add(fault.loginPage());
    await assert.rejects(before.store.searchExperiments({ maxResults: 5 }));
    const stale = await test.until('connected', (state) => state.kind === 'connected' && state.stale !== undefined);
    assert.ok(stale.kind === 'connected' && stale.stale);
    assert.equal(stale.store, before.store);
    assert.equal(stale.stale.error.kind, 'not-mlflow');
    assert.ok(stale.stale.nextTry > Date.now());
    first.clear();
    await test.service.retry();
    const after = await test.until('connected');
    assert.ok(after.kind === 'connected' && after.stale === undefined);
    assert.deepEqual(test.changes, [{ kind: 'everything' }]);
  });

  it('signs out when the server refuses the account later on', async () => {
    process.env.MLFLOW_TRACKING_URI = first.uri;
    await test.service.refresh();
    const state = await test.until('connected');
    assert.ok(state.kind === 'connected');
    first.add(fault.answer(401, 'Unauthorized'));
    await assert.rejects(state.store.searchExperiments({ maxResults: 5 }));
    const failed = await test.until('failed');
    assert.ok(failed.kind === 'failed' && failed.error.kind === 'unauthorized');
  });
});
