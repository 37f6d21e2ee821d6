import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as vscode from 'vscode';
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

describe('what a hostile workspace names', () => {
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

  it('gets nothing that the person keeps for another server, confirmed or not', async () => {
    process.env.MLFLOW_TRACKING_URI = first.uri;
    process.env.MLFLOW_TRACKING_USERNAME = 'me';
    process.env.MLFLOW_TRACKING_PASSWORD = 's3cret';
    await test.secrets.setCredentials(first.uri, { kind: 'bearer', token: 't0ken' });
    // Named as the label of the workspace's server.
    const name = new URL(second.uri).host;
    await setSetting('connections', [{ name, uri: first.uri, headers: { 'X-Api-Key': 'k3y' } }], Global);
    await setSetting('trackingUri', second.uri, Workspace);
    await test.memory.choose({ kind: 'source', source: 'workspace' });
    await test.service.refresh();
    await test.until('unconfirmed');
    assert.deepEqual(second.requests, []);
    assert.ok(test.service.candidate);
    await test.service.confirm(test.service.candidate);
    await test.until('connected');
    assert.ok(second.requests.length > 0);
    assert.deepEqual(authorizations(second), [undefined]);
    assert.ok(second.requests.every(({ headers }) => !('x-api-key' in headers)));
  });

  it('in .env with an account is no account for another server', async () => {
    await writeWorkspaceFile('.env', `MLFLOW_TRACKING_URI=http://u:p4ss@${new URL(first.uri).host}\n`);
    await setSetting('trackingUri', second.uri, Global);
    await test.service.refresh();
    await test.until('connected');
    assert.deepEqual(authorizations(second), [undefined]);
    assert.deepEqual(first.requests, []);
    assert.doesNotMatch(JSON.stringify(test.service.state), /p4ss/u);
  });

  it('is not waited for when .env is a pipe', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    execFileSync('mkfifo', [join(workspaceFolder(), '.env')]);
    await test.service.refresh();
    assert.equal(test.service.state.kind, 'none');
  });
});
