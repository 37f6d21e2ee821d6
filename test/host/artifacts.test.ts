import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { connectionKey, encodeArtifactUri } from '../../src/core/artifacts/artifactUri';
import type { Credentials } from '../../src/core/mlflow/rest/options';
import { connectRest } from '../../src/core/store/connect';
import type { ArtifactRoot } from '../../src/core/store/trackingStore';
import { toItem } from '../../src/host/artifacts/artifactItem';
import { ArtifactSource } from '../../src/host/artifacts/artifactSource';
import { openArtifact } from '../../src/host/artifacts/openArtifact';
import type { ArtifactNode } from '../../src/host/shared/nodes';
import type { ConnectionInfo, ConnectionState, Session } from '../../src/host/shared/session';
import { StoreEventHub } from '../../src/host/shared/storeEvents';
import { Seed } from '../rig/seed';
import { waitFor } from '../rig/wait';
import { watchingMessages } from './storeRig';

const server = process.env.RUNLENS_TEST_MLFLOW ?? '';
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const NOTEBOOK = JSON.stringify({
  cells: [{ cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: ['1 + 1'] }],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

describe('artifacts in the editor', function () {
  this.timeout(120_000);
  const seed = new Seed(server);
  let fox = '';
  let owl = '';
  let model = '';
  let running = '';

  const root = (runId: string): ArtifactRoot => ({ kind: 'run', runId });
  const uriOf = (where: ArtifactRoot, path: string, uri = server): vscode.Uri => {
    const parts = encodeArtifactUri({ connection: connectionKey(uri), root: where, path }, 'rig');
    assert.ok(parts);
    return vscode.Uri.from({ scheme: 'mlflow-artifact', ...parts });
  };
  const node = (runId: string, runName: string, path: string, size?: number): ArtifactNode => ({
    kind: 'artifact',
    root: root(runId),
    runName,
    entry: { path, isDirectory: false, ...(size !== undefined && { size }) },
  });
  const read = async (uri: vscode.Uri): Promise<Buffer> => Buffer.from(await vscode.workspace.fs.readFile(uri));
  const activeTab = (label: string): Promise<vscode.Tab> =>
    waitFor(
      () => {
        const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
        return tab?.label === label && tab;
      },
      { what: `a tab “${label}” (there: ${labels()})`, timeoutMs: 20_000 },
    );
  const setting = (name: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('runlens').update(name, value, vscode.ConfigurationTarget.Global);

  before(async () => {
    const experiment = await seed.experiment(`artifacts ${String(Date.now())}`);
    fox = await seed.run(experiment, {
      name: 'gallant-fox',
      artifacts: {
        'metrics.json': '{"auc": 0.87}\n',
        'plots/roc curve (1).png': new Uint8Array(PIXEL),
        'tables/predictions.csv': 'id,label\n1,ü\n',
        'train.ipynb': NOTEBOOK,
        'model.pkl': Uint8Array.of(0x80, 0x05, 0x95, 0, 0),
        notes: 'plain words without an extension\n',
        blob: Uint8Array.of(0, 1, 2, 3),
        'large.txt': 'x'.repeat(1_500_000),
      },
    });
    owl = await seed.run(experiment, {
      name: 'shy-owl',
      artifacts: { 'metrics.json': '{"auc": 0.91}\n', 'plots/roc.png': new Uint8Array(PIXEL) },
    });
    running = await seed.run(experiment, {
      name: 'busy-bee',
      status: 'RUNNING',
      artifacts: { 'log.txt': 'step 1\n' },
    });
    model = await seed.loggedModel(experiment, fox, 'classifier');
    await setting('trackingUri', server);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await setting('trackingUri', undefined);
  });

  it('lists folders and tells sizes', async () => {
    const entries = await vscode.workspace.fs.readDirectory(uriOf(root(fox), ''));
    assert.deepEqual(
      entries.filter(([, type]) => type === vscode.FileType.Directory).map(([name]) => name),
      ['plots', 'tables'],
    );
    const { size, type } = await vscode.workspace.fs.stat(uriOf(root(fox), 'tables/predictions.csv'));
    assert.deepEqual({ size, type }, { size: 14, type: vscode.FileType.File });
  });

  it('reads text, images and CSV byte by byte', async () => {
    assert.equal((await read(uriOf(root(fox), 'metrics.json'))).toString(), '{"auc": 0.87}\n');
    assert.deepEqual(await read(uriOf(root(fox), 'plots/roc curve (1).png')), PIXEL);
    assert.equal((await read(uriOf(root(fox), 'tables/predictions.csv'))).toString(), 'id,label\n1,ü\n');
  });

  it('reads the files of a logged model', async () => {
    const uri = uriOf({ kind: 'model', modelId: model }, 'MLmodel');
    assert.match((await read(uri)).toString(), new RegExp(`model_id: ${model}`, 'u'));
  });

  it('shows what a running run has logged since', async () => {
    const uri = uriOf(root(running), 'log.txt');
    assert.equal((await read(uri)).toString(), 'step 1\n');
    const info = (await (await fetch(`${server}/api/2.0/mlflow/runs/get?run_id=${running}`)).json()) as RunReply;
    const path = info.run.info.artifact_uri.replace(/^mlflow-artifacts:\/+/u, '');
    await fetch(`${server}/api/2.0/mlflow-artifacts/artifacts/${path}/log.txt`, {
      method: 'PUT',
      body: 'step 1\nstep 2\n',
    });
    assert.equal((await read(uri)).toString(), 'step 1\nstep 2\n');
  });

  it('cannot be written to', async () => {
    assert.equal(vscode.workspace.fs.isWritableFileSystem('mlflow-artifact'), false);
    await assert.rejects(async () => vscode.workspace.fs.writeFile(uriOf(root(fox), 'metrics.json'), PIXEL));
    await assert.rejects(async () => vscode.workspace.fs.delete(uriOf(root(fox), 'metrics.json')));
    assert.equal((await read(uriOf(root(fox), 'metrics.json'))).toString(), '{"auc": 0.87}\n');
  });

  it('opens text with the name of its run in the tab', async () => {
    await vscode.commands.executeCommand('runlens.artifacts.open', node(fox, 'gallant-fox', 'metrics.json'));
    await activeTab('metrics.json (gallant-fox)');
    assert.equal(vscode.window.activeTextEditor?.document.getText(), '{"auc": 0.87}\n');
    assert.equal(vscode.window.activeTextEditor.document.languageId, 'json');
  });

  it('opens an image in the image editor', async () => {
    await vscode.commands.executeCommand('runlens.artifacts.open', node(fox, 'gallant-fox', 'plots/roc curve (1).png'));
    const tab = await activeTab('roc curve (1).png (gallant-fox)');
    assert.ok(tab.input instanceof vscode.TabInputCustom);
    assert.equal(tab.input.viewType, 'imagePreview.previewEditor');
  });

  it('opens a notebook as a notebook only when the person says so', async () => {
    const { info, source } = await sourceOf(server);
    const item = toItem(node(fox, 'gallant-fox', 'train.ipynb'), info);
    assert.ok(item);
    const actions = { download: () => Promise.resolve() };
    const opening = (): Promise<void> => openArtifact(item, source, actions);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const [question] = await watchingMessages(opening);
    assert.match(question ?? '', /train\.ipynb is a notebook.*scripts/u);
    assert.equal(labels(), '');
    await watchingMessages(opening, 'Open as Text');
    const tab = await activeTab('train.ipynb (gallant-fox)');
    assert.ok(tab.input instanceof vscode.TabInputText);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await watchingMessages(opening, 'Open as Notebook');
    await waitFor(() => vscode.window.activeNotebookEditor?.notebook.cellAt(0).document.getText() === '1 + 1', {
      what: 'the notebook',
      timeoutMs: 20_000,
    });
  });

  it('opens a file as text when its first bytes are text', async () => {
    await vscode.commands.executeCommand('runlens.artifacts.open', node(fox, 'gallant-fox', 'notes'));
    await activeTab('notes (gallant-fox)');
  });

  for (const path of ['model.pkl', 'blob', 'gone.txt', 'plots', '../metrics.json', 'a\\b.txt']) {
    it(`does not open ${path}`, async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      // What the person sees instead is a notification: the command waits for its button.
      void vscode.commands.executeCommand('runlens.artifacts.open', node(fox, 'gallant-fox', path));
      await vscode.commands.executeCommand('runlens.artifacts.open', node(fox, 'gallant-fox', 'metrics.json'));
      await activeTab('metrics.json (gallant-fox)');
      assert.equal(labels(), 'metrics.json (gallant-fox)');
    });
  }

  it('refuses what is larger than the setting allows, and says both sizes', async () => {
    await setting('artifacts.maxOpenSize', 1);
    try {
      await assert.rejects(
        read(uriOf(root(fox), 'large.txt')),
        /large\.txt has 1\.5 MB; at most 1\.0 MB are opened in an editor/u,
      );
    } finally {
      await setting('artifacts.maxOpenSize', undefined);
    }
    assert.equal((await read(uriOf(root(fox), 'large.txt'))).byteLength, 1_500_000);
  });

  it('compares artifacts of two runs, and names both', async () => {
    const left = node(fox, 'gallant-fox', 'metrics.json');
    await vscode.commands.executeCommand('runlens.artifacts.selectForCompare', left);
    await vscode.commands.executeCommand('runlens.artifacts.compareWithSelected', node(owl, 'shy-owl', 'metrics.json'));
    const tab = await activeTab('metrics.json (gallant-fox) ↔ metrics.json (shy-owl)');
    assert.ok(tab.input instanceof vscode.TabInputTextDiff);
    assert.match(tab.input.modified.path, new RegExp(owl, 'u'));
  });

  it('compares two selected images, and two open artifacts without their tree', async () => {
    const images = [node(fox, 'gallant-fox', 'plots/roc curve (1).png'), node(owl, 'shy-owl', 'plots/roc.png')];
    await vscode.commands.executeCommand('runlens.artifacts.compareSelected', images[0], images);
    await activeTab('roc curve (1).png (gallant-fox) ↔ roc.png (shy-owl)');
    await vscode.commands.executeCommand('runlens.artifacts.selectForCompare', uriOf(root(owl), 'metrics.json'));
    await vscode.commands.executeCommand('runlens.artifacts.compareWithSelected', uriOf(root(fox), 'metrics.json'));
    await activeTab('metrics.json (shy-owl) ↔ metrics.json (gallant-fox)');
  });

  it('copies paths, and URIs as MLflow writes them', async () => {
    const nodes = [node(fox, 'gallant-fox', 'metrics.json'), node(owl, 'shy-owl', 'plots/roc.png')];
    await vscode.commands.executeCommand('runlens.artifacts.copyPath', nodes[0], nodes);
    assert.equal(await vscode.env.clipboard.readText(), 'metrics.json\nplots/roc.png');
    await vscode.commands.executeCommand('runlens.artifacts.copyUri', nodes[1]);
    assert.equal(await vscode.env.clipboard.readText(), `runs:/${owl}/plots/roc.png`);
    await vscode.commands.executeCommand(
      'runlens.artifacts.copyUri',
      uriOf({ kind: 'model', modelId: model }, 'MLmodel'),
    );
    assert.equal(await vscode.env.clipboard.readText(), `models:/${model}/MLmodel`);
  });

  it('says that an artifact is of another server', async () => {
    await assert.rejects(
      read(uriOf(root(fox), 'metrics.json', 'http://elsewhere.example.org')),
      /of another MLflow server than .* Switch the connection/u,
    );
  });

  it('says that there is no such artifact', async () => {
    await assert.rejects(read(uriOf(root(fox), 'nothing.txt')), { code: 'FileNotFound' });
    await assert.rejects(read(uriOf(root('0'.repeat(32)), 'metrics.json')), { code: 'FileNotFound' });
  });

  it('waits for a connection that is being made', async () => {
    await setting('trackingUri', undefined);
    const reading = read(uriOf(root(owl), 'metrics.json'));
    await setting('trackingUri', server);
    assert.equal((await reading).toString(), '{"auc": 0.91}\n');
  });
});

interface RunReply {
  readonly run: { readonly info: { readonly artifact_uri: string } };
}

/** A source beside the extension's own: what the extension itself asks cannot be answered from here. */
async function sourceOf(uri: string): Promise<{ info: ConnectionInfo; source: ArtifactSource }> {
  const credentials: Credentials = { kind: 'none' };
  const store = await connectRest({ baseUrl: uri, credentials, headers: [], fetch: (url, init) => fetch(url, init) });
  const info: ConnectionInfo = { id: uri, label: 'rig', uri, source: 'user' };
  const state: ConnectionState = { kind: 'connected', info, store };
  const session: Session = { state, onDidChangeState: new vscode.EventEmitter<ConnectionState>().event };
  return { info, source: new ArtifactSource(session, new StoreEventHub()) };
}

function labels(): string {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ label }) => label)
    .join(', ');
}
