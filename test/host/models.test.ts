import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Appearance } from '../../src/host/explorer/appearance';
import { LoadingState } from '../../src/host/explorer/loadingState';
import type { LoadMoreModelsNode, ModelTreeNode } from '../../src/host/explorer/models/modelNodes';
import { ModelsData } from '../../src/host/explorer/models/modelsData';
import { ModelsTree } from '../../src/host/explorer/models/modelsTree';
import type { ModelVersionNode, RegisteredModelNode } from '../../src/host/shared/nodes';
import { Seed } from '../rig/seed';
import { waitFor } from '../rig/wait';
import { StoreRig } from './storeRig';

const server = process.env.RUNLENS_TEST_MLFLOW ?? '';
const oldServer = process.env.RUNLENS_TEST_MLFLOW_OLD ?? '';

/** The Models view's tree over a real server, without the view. */
class ModelsRig extends StoreRig {
  readonly data = this.parts.add(new ModelsData(this.session, this.events));
  readonly loading = this.parts.add(new LoadingState());
  empty: boolean | undefined;
  readonly tree = this.parts.add(
    new ModelsTree(this.data, this.parts.add(new Appearance(this.session)), this.loading, (empty) => {
      this.empty = empty;
    }),
  );

  children(node?: ModelTreeNode): Promise<ModelTreeNode[]> {
    return this.tree.getChildren(node);
  }

  async model(name: string): Promise<RegisteredModelNode> {
    const found = (await this.children()).find((node) => node.kind === 'registeredModel' && node.model.name === name);
    assert.ok(found?.kind === 'registeredModel', `there is no model ${name}`);
    return found;
  }

  async versions(name: string): Promise<ModelVersionNode[]> {
    const nodes = await this.children(await this.model(name));
    return nodes.filter((node): node is ModelVersionNode => node.kind === 'modelVersion');
  }

  /** `label | description` of a row, as a person reads it. */
  text(node: ModelTreeNode): string {
    const { label, description } = this.tree.getTreeItem(node);
    const name = typeof label === 'string' ? label : (label?.label ?? '');
    return description === undefined || description === '' ? name : `${name} | ${String(description)}`;
  }

  async texts(node?: ModelTreeNode): Promise<string[]> {
    return (await this.children(node)).map((child) => this.text(child));
  }
}

describe('the Models view', function () {
  this.timeout(120_000);
  const seed = new Seed(server);
  const stamp = `models-${Date.now()}`;
  const name = `${stamp} scorer`;
  let rig: ModelsRig;
  let run = '';

  before(async () => {
    const experiment = await seed.experiment(stamp);
    run = await seed.run(experiment, { name: 'fox' });
    await seed.model(name, { description: 'Scores *credit* risk', tags: { team: 'risk' } });
    await seed.version(name, { run, aliases: ['champion', 'eu-west'] });
    await seed.version(name, { run: '', source: 's3://models/one', stage: 'Staging' });
    await seed.version(name, { run, description: 'New', tags: { note: 'x' }, aliases: ['challenger'] });
  });

  beforeEach(async () => {
    rig = await new ModelsRig(server).connect();
    rig.data.search = name;
  });

  afterEach(() => {
    rig.dispose();
  });

  it('shows each model with its aliases', async () => {
    assert.deepEqual(await rig.texts(), [`${name} | @challenger v3, @champion v1, @eu-west v1`]);
  });

  it('shows the versions, newest first, with aliases, stages and age', async () => {
    const rows = (await rig.texts(await rig.model(name))).map((row) => row.replace(/(now|\d+ min ago)/u, 'AGE'));
    assert.deepEqual(rows, [
      'Version 3 | @challenger, AGE',
      'Version 2 | Staging (stage), AGE',
      'Version 1 | @champion @eu-west, AGE',
      'Description | Scores *credit* risk',
      'Tags | 1',
    ]);
  });

  it('shows where a version came from, its aliases, description and tags', async () => {
    const [newest] = await rig.versions(name);
    const rows = await rig.children(newest);
    const texts = rows.map((row) => rig.text(row).replace(/\d{4}-\d\d-\d\d .*/u, 'TIME'));
    assert.deepEqual(texts, [
      '@challenger',
      'Run | fox, finished',
      `Source | runs:/${run}/model`,
      'Registered | TIME',
      'Description | New',
      'Tags | 1',
    ]);
    assert.deepEqual(await rig.texts(rows.at(-1)), ['note | x']);
    const source = rows.find(({ kind }) => kind === 'sourceRun');
    assert.ok(source);
    const { command } = rig.tree.getTreeItem(source);
    assert.deepEqual([command?.command, command?.arguments], ['runlens.revealRun', [{ runId: run }]]);
  });

  it('says everything that its rows show to a screen reader', async () => {
    const model = await rig.model(name);
    const [newest] = await rig.versions(name);
    for (const node of [model, ...(await rig.children(model)), ...(await rig.children(newest))]) {
      const item = rig.tree.getTreeItem(node);
      const said = item.accessibilityInformation?.label ?? '';
      assert.ok(typeof item.label === 'string' && said.includes(item.label), rig.text(node));
      assert.ok(said.includes(typeof item.description === 'string' ? item.description : ''), rig.text(node));
    }
  });

  it('escapes what the server wrote in tooltips', async () => {
    const model = await rig.model(name);
    const item = rig.tree.resolveTreeItem(rig.tree.getTreeItem(model), model);
    assert.ok(item.tooltip instanceof vscode.MarkdownString);
    assert.match(item.tooltip.value, /Scores \\\*credit\\\* risk/u);
    assert.notEqual(item.tooltip.isTrusted, true);
  });

  it('shows the versions of models with difficult names, and of no other', async () => {
    const names = [`it's`, `say "hi"`, `both ' and "`, `both _ and _`, '100%', '数据', 'back\\slash\\', '$(zap)'].map(
      (each) => `${stamp}-odd ${each}`,
    );
    for (const odd of names) {
      await seed.model(odd);
      await seed.version(odd, { source: 's3://models/one' });
    }
    rig.data.search = `${stamp}-odd`;
    for (const odd of names) {
      const versions = await rig.versions(odd);
      assert.deepEqual(
        versions.map(({ version }) => [version.name, version.version]),
        [[odd, '1']],
      );
    }
  });

  it('finds models by a part of their name, and says when there is none', async () => {
    rig.data.search = `${stamp} SCOR`;
    assert.deepEqual((await rig.texts()).length, 1);
    rig.data.search = `${stamp} nothing`;
    assert.deepEqual(await rig.texts(), [
      `No registered model’s name contains “${stamp} nothing”.`,
      'Clear the search to see all models',
    ]);
    assert.equal(rig.empty, false);
  });

  it('loads more models on request, each once', async () => {
    const many = `many-${stamp}`;
    for (let i = 0; i < 205; i += 1) {
      await seed.model(`${many}-${String(i).padStart(3, '0')}`);
    }
    rig.data.search = many;
    const first = await rig.children();
    const more = first.at(-1);
    assert.equal(first.length, 201);
    assert.ok(more?.kind === 'loadMoreModels');
    assert.equal(rig.text(more), 'Load more | 200 loaded');
    await rig.tree.loadMore(more satisfies LoadMoreModelsNode);
    assert.equal(new Set(await rig.texts()).size, 205);
  });

  it('follows an alias that moved', async () => {
    await rig.versions(name);
    await seed.post('registered-models/alias', { name, alias: 'eu-west', version: '3' });
    rig.events.fire({ kind: 'models', name });
    assert.deepEqual(await rig.texts(), [`${name} | @challenger v3, @champion v1, @eu-west v3`]);
    const [newest] = await rig.texts(await rig.model(name));
    assert.match(newest ?? '', /@challenger @eu-west/u);
    await seed.post('registered-models/alias', { name, alias: 'eu-west', version: '1' });
  });

  it('keeps what is loaded while the server is away', async () => {
    await rig.versions(name);
    rig.down = true;
    rig.becomeStale();
    rig.events.fire({ kind: 'everything' });
    assert.equal((await rig.texts()).length, 1);
    assert.equal((await rig.versions(name)).length, 3);
  });

  it('says what failed in a row that tries again', async () => {
    rig.down = true;
    const [problem] = await rig.children();
    assert.ok(problem?.kind === 'problem');
    assert.match(rig.text(problem), /^Couldn’t load the registered models\. \|/u);
    rig.down = false;
    problem.retry();
    await waitFor(
      async () => (await rig.texts()).length === 1 && (await rig.children())[0]?.kind === 'registeredModel',
      {
        what: 'the models after the retry',
        timeoutMs: 20_000,
      },
    );
  });

  it('says that a version’s run is gone', async () => {
    const gone = `${stamp} gone`;
    await seed.model(gone);
    await seed.version(gone, { run: '00000000000000000000000000000000', source: 's3://models/one' });
    rig.data.search = gone;
    const [version] = await rig.versions(gone);
    const row = (await rig.children(version)).find(({ kind }) => kind === 'sourceRun');
    assert.ok(row);
    assert.equal(rig.text(row), 'Run | 00000000000000000000000000000000, no longer on the server');
    assert.equal(rig.tree.getTreeItem(row).command, undefined);
  });

  it('shows stages of a server that is older', async () => {
    const old = new Seed(oldServer);
    await old.model(stamp);
    await old.version(stamp, { source: 's3://models/one', stage: 'Production' });
    const oldRig = await new ModelsRig(oldServer).connect();
    oldRig.data.search = stamp;
    assert.deepEqual(await oldRig.texts(), [`${stamp} | Production v1 (stage)`]);
    const [version] = await oldRig.texts(await oldRig.model(stamp));
    assert.match(version ?? '', /^Version 1 \| Production \(stage\), /u);
    oldRig.dispose();
  });

  it('tells that a server is too old for aliases', async () => {
    const { store } = rig;
    const { state } = rig.session;
    assert.ok(state.kind === 'connected');
    const capabilities = { ...store.capabilities, aliases: false };
    const older = { ...store, capabilities, server: { ...store.server, version: '2.1.0' } };
    rig.session.change({ ...state, store: older });
    const [message] = await rig.texts();
    assert.equal(message, 'This server runs MLflow 2.1.0, which has no aliases. Stages work.');
  });
});
