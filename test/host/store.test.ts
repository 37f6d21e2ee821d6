/** The REST store against real servers, through the extension host's own fetch: the same for each of them. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { MlflowError, type MlflowErrorKind } from '../../src/core/mlflow/errors';
import type { RestOptions } from '../../src/core/mlflow/rest/options';
import { createTlsFetch, type DisposableFetch } from '../../src/core/mlflow/tlsFetch.node';
import { connectRest } from '../../src/core/store/connect';
import type { ArtifactContent, TrackingStore } from '../../src/core/store/trackingStore';
import { Seed } from '../rig/seed';

interface Server {
  readonly name: string;
  readonly version: RegExp;
  readonly uri: string;
  /** Where fixtures are written. */
  readonly plain: string;
  readonly auth?: { readonly user: string; readonly password: string };
  readonly ca?: string;
}

const secured = process.env.RUNLENS_TEST_MLFLOW_SECURED ?? '';
const servers: readonly Server[] = [
  {
    name: 'MLflow 3.17 on SQLite',
    version: /^3\.17\./,
    uri: process.env.RUNLENS_TEST_MLFLOW ?? '',
    plain: process.env.RUNLENS_TEST_MLFLOW ?? '',
  },
  {
    name: 'MLflow 2.9 on SQLite',
    version: /^2\.9\./,
    uri: process.env.RUNLENS_TEST_MLFLOW_OLD ?? '',
    plain: process.env.RUNLENS_TEST_MLFLOW_OLD ?? '',
  },
  {
    name: 'MLflow 3.17 on PostgreSQL and S3, with sign-in and TLS',
    version: /^3\.17\./,
    uri: secured,
    plain: process.env.RUNLENS_TEST_MLFLOW_SECURED_PLAIN ?? '',
    auth: {
      user: process.env.RUNLENS_TEST_MLFLOW_SECURED_USER ?? '',
      password: process.env.RUNLENS_TEST_MLFLOW_SECURED_PASSWORD ?? '',
    },
    ca: process.env.RUNLENS_TEST_MLFLOW_SECURED_CA ?? '',
  },
];

const unique = `${Date.now()}-${process.pid}`;
const text = async ({ stream }: ArtifactContent): Promise<string> => new Response(stream).text();

async function kindOf(promise: Promise<unknown>): Promise<MlflowErrorKind> {
  const error = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof MlflowError, String(error));
  return error.kind;
}

for (const server of servers) {
  describe(`the store of ${server.name}`, function () {
    this.timeout(120_000);
    const seed = new Seed(server.plain, server.auth);
    let own: DisposableFetch | undefined;
    let options: RestOptions;
    let store: TrackingStore;
    let experiment = '';
    let parent = '';
    let child = '';

    before(async () => {
      own =
        server.ca === undefined
          ? undefined
          : await createTlsFetch({ ca: await readFile(server.ca, 'utf8') }, { proxy: '', noProxy: '' });
      const { auth } = server;
      options = {
        baseUrl: server.uri,
        credentials: auth ? { kind: 'basic', username: auth.user, password: auth.password } : { kind: 'none' },
        headers: [],
        fetch: own?.fetch ?? ((input, init) => globalThis.fetch(input, init)),
      };
      store = await connectRest(options);
      experiment = await seed.experiment(`store ${unique}`, { team: 'rig' });
      parent = await seed.run(experiment, {
        name: 'parent',
        params: { lr: '0.1' },
        metrics: { loss: [3, 2, 1], spread: [{ step: -1, value: 5 }] },
        artifacts: { 'a b.txt': 'hello world', 'plots/x.csv': 'a,b\n1,2\n', 'large.txt': 'x'.repeat(2_000_000) },
        start: 1_700_000_000_000,
      });
      child = await seed.run(experiment, { name: 'child', parent, status: 'RUNNING', metrics: { loss: 7 } });
    });
    after(() => {
      own?.dispose();
    });

    it('knows the version and what it can do', () => {
      assert.match(store.server.version, server.version);
      const isThree = server.version.test('3.17.0');
      assert.equal(store.capabilities.loggedModels, isThree);
      assert.equal(store.capabilities.sampledHistory, isThree);
      assert.equal(store.capabilities.aliases, true);
    });

    it('reads experiments', async () => {
      const found = await store.searchExperiments({ maxResults: 5, filter: `name = 'store ${unique}'` });
      assert.deepEqual(
        found.items.map(({ experimentId, tags }) => [experimentId, tags]),
        [[experiment, [{ key: 'team', value: 'rig' }]]],
      );
      assert.equal((await store.getExperiment(experiment)).lifecycleStage, 'active');
      assert.equal((await store.findExperiment(`store ${unique}`))?.experimentId, experiment);
      assert.equal(await store.findExperiment('no such experiment'), undefined);
    });

    it('reads runs, page by page', async () => {
      const query = { experimentIds: [experiment], maxResults: 1, orderBy: ['attributes.start_time ASC'] };
      const first = await store.searchRuns(query);
      const second = await store.searchRuns({ ...query, pageToken: first.nextPageToken ?? '' });
      assert.deepEqual([first.items[0]?.name, second.items[0]?.name], ['parent', 'child']);
      const run = await store.getRun(parent);
      assert.deepEqual(run, first.items[0]);
      assert.equal(run.status, 'FINISHED');
      assert.equal(run.startTime, 1_700_000_000_000);
      assert.deepEqual(run.params, [{ key: 'lr', value: '0.1' }]);
      assert.deepEqual(run.metrics.map(({ key, value, step }) => [key, value, step]).sort(), [
        ['loss', 1, 2],
        ['spread', 5, -1],
      ]);
    });

    it('finds the children of a run, and refreshes known ones in one request', async () => {
      const filter = `tags.mlflow.parentRunId = '${parent}'`;
      const children = await store.searchRuns({ experimentIds: [experiment], maxResults: 10, filter });
      assert.deepEqual(
        children.items.map(({ runId }) => runId),
        [child],
      );
      const refreshed = await store.refreshRuns([experiment], [parent, child, 'f'.repeat(32)]);
      assert.deepEqual(refreshed.map(({ name, status }) => [name, status]).sort(), [
        ['child', 'RUNNING'],
        ['parent', 'FINISHED'],
      ]);
    });

    it('reads the whole history of a metric', async () => {
      const history = await store.metricHistory(parent, 'loss', 1000);
      assert.deepEqual(
        history.map(({ step, value }) => [step, value]),
        [
          [0, 3],
          [1, 2],
          [2, 1],
        ],
      );
      assert.equal((await store.metricHistory(parent, 'loss', 2)).length, 2);
      assert.deepEqual(await store.metricHistory(parent, 'none', 10), []);
    });

    it('lists and reads artifacts, whole and in part', async () => {
      const root = { kind: 'run', runId: parent } as const;
      const listed = await store.listArtifacts(root, '');
      assert.deepEqual(listed.map(({ path, isDirectory }) => [path, isDirectory]).sort(), [
        ['a b.txt', false],
        ['large.txt', false],
        ['plots', true],
      ]);
      assert.deepEqual(
        (await store.listArtifacts(root, 'plots')).map(({ path, size }) => [path, size]),
        [['plots/x.csv', 8]],
      );
      assert.equal(await text(await store.readArtifact(root, 'a b.txt')), 'hello world');
      assert.equal(await text(await store.readArtifact(root, 'a b.txt', { start: 6, end: 9 })), 'wor');
      assert.equal(await text(await store.readArtifact(root, 'a b.txt', { start: 100 })), '');
      assert.equal((await text(await store.readArtifact(root, 'large.txt'))).length, 2_000_000);
      // Before 3, and with S3 behind it, MLflow answers 500 for a file that is not there.
      assert.match(await kindOf(store.readArtifact(root, 'nope.txt')), /^(not-found|server-error)$/);
    });

    it('ends a download when it is cancelled', async () => {
      const controller = new AbortController();
      const root = { kind: 'run', runId: parent } as const;
      const { stream } = await store.readArtifact(root, 'large.txt', undefined, controller.signal);
      const reader = stream.getReader();
      await reader.read();
      controller.abort();
      const rest = async (): Promise<void> => {
        while (!(await reader.read()).done);
      };
      assert.equal(await kindOf(rest()), 'cancelled');
    });

    it('reads logged models, or says that the server is too old for them', async () => {
      if (!store.capabilities.loggedModels) {
        assert.equal(await kindOf(store.getLoggedModel('m-1')), 'too-old');
        return;
      }
      const modelId = await seed.loggedModel(experiment, parent, 'classifier');
      assert.deepEqual((await store.getRun(parent)).modelOutputs, [modelId]);
      assert.equal((await store.getLoggedModel(modelId)).sourceRunId, parent);
      const query = { maxResults: 5, orderBy: ['creation_timestamp DESC'] };
      const page = await store.searchLoggedModels([experiment], query);
      assert.deepEqual(
        page.items.map(({ name }) => name),
        ['classifier'],
      );
      const root = { kind: 'model', modelId } as const;
      assert.deepEqual(
        (await store.listArtifacts(root, '')).map(({ path }) => path),
        ['MLmodel'],
      );
      assert.match(await text(await store.readArtifact(root, 'MLmodel')), /^model_id: m-/);
    });

    it('writes experiments and runs', async () => {
      const id = await store.createExperiment(`made ${unique}`, [{ key: 'a', value: 'b' }]);
      assert.equal(await kindOf(store.createExperiment(`made ${unique}`, [])), 'already-exists');
      await store.renameExperiment(id, `renamed ${unique}`);
      await store.setExperimentTag(id, { key: 'a', value: 'c' });
      await store.deleteExperiment(id);
      const deleted = await store.searchExperiments({ maxResults: 100, view: 'DELETED_ONLY' });
      const made = deleted.items.find(({ experimentId }) => experimentId === id);
      assert.deepEqual([made?.name, made?.tags], [`renamed ${unique}`, [{ key: 'a', value: 'c' }]]);
      await store.restoreExperiment(id);
      assert.equal((await store.getExperiment(id)).lifecycleStage, 'active');

      await store.updateRun({ runId: child, name: 'renamed', status: 'KILLED', endTime: 1_700_000_001_000 });
      await store.setRunTag(child, { key: 'mlflow.note.content', value: 'ü\nnote' });
      await store.setRunTag(child, { key: 'gone', value: '' });
      await store.deleteRunTag(child, 'gone');
      const run = await store.getRun(child);
      assert.deepEqual([run.name, run.status, run.endTime], ['renamed', 'KILLED', 1_700_000_001_000]);
      assert.ok(run.tags.some(({ key, value }) => key === 'mlflow.note.content' && value === 'ü\nnote'));
      assert.ok(!run.tags.some(({ key }) => key === 'gone'));
      await store.deleteRun(child);
      assert.equal((await store.refreshRuns([experiment], [child]))[0]?.lifecycleStage, 'deleted');
      await store.restoreRun(child);
      assert.equal((await store.getRun(child)).lifecycleStage, 'active');
    });

    it('writes the registry: models, versions, aliases, stages', async () => {
      const name = `model ${unique}`;
      await store.createRegisteredModel(name, [{ key: 'a', value: 'b' }], 'first');
      await store.updateRegisteredModel(name, 'second');
      const created = await store.createModelVersion({ name, source: `runs:/${parent}/plots`, runId: parent });
      assert.deepEqual([created.version, created.runId, created.stage], ['1', parent, 'None']);
      await store.setAlias(name, 'champion', '1');
      await store.setModelVersionTag(name, '1', { key: 'k', value: 'v' });
      await store.updateModelVersion(name, '1', 'a version');
      await store.transitionStage({ name, version: '1', stage: 'Staging', archiveExistingVersions: false });
      const byAlias = await store.getModelVersionByAlias(name, 'champion');
      assert.deepEqual([byAlias.version, byAlias.stage, byAlias.description], ['1', 'Staging', 'a version']);
      assert.deepEqual(byAlias.aliases, ['champion']);
      assert.equal(await kindOf(store.getModelVersionByAlias(name, 'nobody')), 'not-found');
      const page = await store.searchRegisteredModels({ maxResults: 5, filter: `name = '${name}'` });
      assert.deepEqual(
        page.items.map(({ description, aliases }) => [description, aliases]),
        [['second', [{ alias: 'champion', version: '1' }]]],
      );
      const versions = await store.searchModelVersions({ maxResults: 5, filter: `name = '${name}'` });
      assert.deepEqual(
        versions.items.map(({ version, tags }) => [version, tags]),
        [['1', [{ key: 'k', value: 'v' }]]],
      );
      await store.deleteAlias(name, 'champion');
      await store.deleteModelVersionTag(name, '1', 'k');
      await store.deleteModelVersion(name, '1');
      await store.renameRegisteredModel(name, `${name} renamed`);
      assert.equal(await kindOf(store.getRegisteredModel(name)), 'not-found');
      await store.deleteRegisteredModel(`${name} renamed`);
    });

    it('tells what a server says to a wrong filter and an unknown run', async () => {
      const filter = 'metrics.loss > abc';
      assert.equal(
        await kindOf(store.searchRuns({ experimentIds: [experiment], maxResults: 1, filter })),
        'invalid-request',
      );
      assert.equal(await kindOf(store.getRun('0'.repeat(32))), 'not-found');
    });

    if (server.auth) {
      it('refuses a wrong password, nobody, and an authority that is not trusted, each in its way', async () => {
        const wrong = { kind: 'basic', username: 'admin', password: 'wrong' } as const;
        assert.equal(await kindOf(connectRest({ ...options, credentials: wrong })), 'unauthorized');
        assert.equal(await kindOf(connectRest({ ...options, credentials: { kind: 'none' } })), 'unauthorized');
        const untrusting: RestOptions = { ...options, fetch: (input, init) => globalThis.fetch(input, init) };
        assert.equal(await kindOf(connectRest(untrusting)), 'tls');
      });
    }
  });
}
