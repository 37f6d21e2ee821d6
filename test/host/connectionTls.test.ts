import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startProxy, type ConnectProxy } from '../rig/proxy';
import { clearPlaces, setSetting, testConnection, type TestConnection } from './support/connections';

const { Global } = vscode.ConfigurationTarget;

describe('a connection with certificates of its own', () => {
  let test: TestConnection;

  beforeEach(() => {
    test = testConnection();
  });

  afterEach(async () => {
    test.dispose();
    await clearPlaces();
  });

  describe('to a server with a private certificate authority', () => {
    const {
      RUNLENS_TEST_MLFLOW_SECURED: uri = '',
      RUNLENS_TEST_MLFLOW_SECURED_CA: caCertificate = '',
      RUNLENS_TEST_MLFLOW_SECURED_USER: username = '',
      RUNLENS_TEST_MLFLOW_SECURED_PASSWORD: password = '',
    } = process.env;

    it('is refused until the authority’s file is named, and then asks for a sign-in', async () => {
      await setSetting('trackingUri', uri, Global);
      await test.service.refresh();
      const untrusted = await test.until('failed');
      assert.ok(untrusted.kind === 'failed');
      assert.equal(untrusted.error.kind, 'tls');

      await setSetting('connections', [{ name: 'secured', uri, caCertificate }], Global);
      const signedOut = await test.until('failed', (state) => state.kind === 'failed' && state.error.kind !== 'tls');
      assert.ok(signedOut.kind === 'failed');
      assert.equal(signedOut.error.kind, 'unauthorized');

      await test.secrets.setCredentials(new URL(uri).origin, { kind: 'basic', username, password });
      const connected = await test.until('connected');
      assert.ok(connected.kind === 'connected' && connected.info.label === 'secured');
    });

    it('names the file that can’t be read', async () => {
      await setSetting('connections', [{ name: 'secured', uri, caCertificate: '/no/such/ca.pem' }], Global);
      await setSetting('trackingUri', uri, Global);
      await test.service.refresh();
      const state = await test.until('failed');
      assert.ok(state.kind === 'failed');
      assert.match(state.error.message, /\/no\/such\/ca\.pem/);
    });
  });

  describe('to a server that demands a client certificate', () => {
    const {
      RUNLENS_TEST_MLFLOW_STRICT: uri = '',
      RUNLENS_TEST_MLFLOW_STRICT_CA: caCertificate = '',
      RUNLENS_TEST_MLFLOW_STRICT_CLIENT: clientCertificate = '',
    } = process.env;

    it('fails without one, and reads experiments with it', async () => {
      await setSetting('trackingUri', uri, Global);
      await setSetting('connections', [{ name: 'strict', uri, caCertificate }], Global);
      await test.service.refresh();
      const without = await test.until('failed');
      assert.ok(without.kind === 'failed');
      assert.match(without.error.message, /client certificate/);

      await setSetting('connections', [{ name: 'strict', uri, caCertificate, clientCertificate }], Global);
      const state = await test.until('connected');
      assert.ok(state.kind === 'connected');
      const { items } = await state.store.searchExperiments({ maxResults: 5 });
      assert.ok(items.length > 0);
    });

    describe('behind a proxy', () => {
      // A name of the server's certificate that no resolver knows.
      const outside = uri.replace('127.0.0.1', 'mlflow.test');
      const http = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('http');
      let proxy: ConnectProxy;

      beforeEach(async () => {
        proxy = await startProxy();
        await setSetting('trackingUri', outside, Global);
        await setSetting('connections', [{ name: 'far', uri: outside, caCertificate, clientCertificate }], Global);
      });

      afterEach(async () => {
        await http().update('proxy', undefined, Global);
        await http().update('noProxy', undefined, Global);
        Reflect.deleteProperty(process.env, 'HTTPS_PROXY');
        await proxy.dispose();
      });

      it('takes the proxy from http.proxy, and leaves out what http.noProxy names', async () => {
        await http().update('proxy', proxy.uri, Global);
        await test.service.refresh();
        const connected = await test.until('connected');
        assert.ok(connected.kind === 'connected' && connected.info.label === 'far');
        assert.equal(proxy.tunnels[0]?.to, new URL(outside).host);

        await http().update('noProxy', ['.test'], Global);
        const failed = await test.until('failed');
        assert.ok(failed.kind === 'failed');
        assert.equal(failed.error.kind, 'name-not-found');
      });

      it('takes it from HTTPS_PROXY where the setting is empty', async () => {
        process.env.HTTPS_PROXY = proxy.uri;
        await test.service.refresh();
        await test.until('connected');
        assert.ok(proxy.tunnels.length > 0);
      });

      it('says that the setting is wrong, and not what it holds', async () => {
        await http().update('proxy', 'me:s3cret@proxy', Global);
        await test.service.refresh();
        const failed = await test.until('failed');
        assert.ok(failed.kind === 'failed');
        assert.equal(failed.error.kind, 'proxy');
        assert.match(failed.error.message, /http\.proxy/);
        assert.doesNotMatch(failed.error.message, /s3cret/);
      });
    });
  });
});
