import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { RestClient } from '../../../src/core/mlflow/rest/restClient';
import { capabilitiesOf } from '../../../src/core/store/capabilities';
import { restStore } from '../../../src/core/store/restStore';
import type { TrackingStore } from '../../../src/core/store/trackingStore';
import { fault } from '../../rig/fault';
import { faultServer, mlflowError, restOptions } from '../support/rest';

interface Sent {
  readonly call: string;
  readonly body: unknown;
}

/** A store whose server answers everything with `reply` and remembers what was sent. */
async function storeAnswering(reply: object, status = 200): Promise<{ store: TrackingStore; sent: Sent[] }> {
  const server = await faultServer();
  const sent: Sent[] = [];
  server.add(async (exchange) => {
    const { incoming } = exchange;
    const body = (await buffer(incoming)).toString();
    sent.push({
      call: `${incoming.method ?? ''} ${incoming.url ?? ''}`,
      body: body === '' ? undefined : JSON.parse(body),
    });
    await fault.answer(status, JSON.stringify(reply), { 'content-type': 'application/json' })(exchange);
  });
  const info = { version: '3.17.2', workspacesEnabled: false };
  const client = new RestClient(restOptions(server.uri, { limits: { retryMs: 0 } }).options);
  return { store: restStore(client, info, capabilitiesOf(info)), sent };
}

const tag = { key: 'a', value: 'b' };
const API = '/api/2.0/mlflow';
const version = { model_version: { name: 'iris', version: '1' } };
const model = { registered_model: { name: 'iris' } };

describe('writing', () => {
  const cases: readonly [string, (store: TrackingStore) => Promise<unknown>, string, object, object?][] = [
    [
      'renameExperiment',
      (s) => s.renameExperiment('1', 'n'),
      'POST experiments/update',
      { experiment_id: '1', new_name: 'n' },
    ],
    ['deleteExperiment', (s) => s.deleteExperiment('1'), 'POST experiments/delete', { experiment_id: '1' }],
    ['restoreExperiment', (s) => s.restoreExperiment('1'), 'POST experiments/restore', { experiment_id: '1' }],
    [
      'setExperimentTag',
      (s) => s.setExperimentTag('1', tag),
      'POST experiments/set-experiment-tag',
      { experiment_id: '1', ...tag },
    ],
    [
      'createExperiment',
      (s) => s.createExperiment('n', [tag]),
      'POST experiments/create',
      { name: 'n', tags: [tag] },
      { experiment_id: '7' },
    ],
    ['updateRun', (s) => s.updateRun({ runId: 'r', name: 'n' }), 'POST runs/update', { run_id: 'r', run_name: 'n' }],
    ['deleteRun', (s) => s.deleteRun('r'), 'POST runs/delete', { run_id: 'r' }],
    ['restoreRun', (s) => s.restoreRun('r'), 'POST runs/restore', { run_id: 'r' }],
    ['setRunTag', (s) => s.setRunTag('r', tag), 'POST runs/set-tag', { run_id: 'r', ...tag }],
    ['deleteRunTag', (s) => s.deleteRunTag('r', 'a'), 'POST runs/delete-tag', { run_id: 'r', key: 'a' }],
    [
      'createRegisteredModel',
      (s) => s.createRegisteredModel('n', [], 'd'),
      'POST registered-models/create',
      { name: 'n', tags: [], description: 'd' },
      model,
    ],
    [
      'renameRegisteredModel',
      (s) => s.renameRegisteredModel('n', 'm'),
      'POST registered-models/rename',
      { name: 'n', new_name: 'm' },
    ],
    [
      'updateRegisteredModel',
      (s) => s.updateRegisteredModel('n', 'd'),
      'PATCH registered-models/update',
      { name: 'n', description: 'd' },
    ],
    ['deleteRegisteredModel', (s) => s.deleteRegisteredModel('n'), 'DELETE registered-models/delete', { name: 'n' }],
    [
      'setRegisteredModelTag',
      (s) => s.setRegisteredModelTag('n', tag),
      'POST registered-models/set-tag',
      { name: 'n', ...tag },
    ],
    [
      'deleteRegisteredModelTag',
      (s) => s.deleteRegisteredModelTag('n', 'a'),
      'DELETE registered-models/delete-tag',
      { name: 'n', key: 'a' },
    ],
    [
      'setAlias',
      (s) => s.setAlias('n', 'champion', '3'),
      'POST registered-models/alias',
      { name: 'n', alias: 'champion', version: '3' },
    ],
    [
      'deleteAlias',
      (s) => s.deleteAlias('n', 'champion'),
      'DELETE registered-models/alias',
      { name: 'n', alias: 'champion' },
    ],
    [
      'createModelVersion',
      (s) => s.createModelVersion({ name: 'n', source: 'models:/m-1', modelId: 'm-1' }),
      'POST model-versions/create',
      { name: 'n', source: 'models:/m-1', model_id: 'm-1' },
      version,
    ],
    [
      'updateModelVersion',
      (s) => s.updateModelVersion('n', '1', 'd'),
      'PATCH model-versions/update',
      { name: 'n', version: '1', description: 'd' },
    ],
    [
      'deleteModelVersion',
      (s) => s.deleteModelVersion('n', '1'),
      'DELETE model-versions/delete',
      { name: 'n', version: '1' },
    ],
    [
      'setModelVersionTag',
      (s) => s.setModelVersionTag('n', '1', tag),
      'POST model-versions/set-tag',
      { name: 'n', version: '1', ...tag },
    ],
    [
      'deleteModelVersionTag',
      (s) => s.deleteModelVersionTag('n', '1', 'a'),
      'DELETE model-versions/delete-tag',
      { name: 'n', version: '1', key: 'a' },
    ],
    [
      'transitionStage',
      (s) => s.transitionStage({ name: 'n', version: '1', stage: 'Staging', archiveExistingVersions: true }),
      'POST model-versions/transition-stage',
      { name: 'n', version: '1', stage: 'Staging', archive_existing_versions: true },
      version,
    ],
  ];
  it.each(cases)('%s sends what MLflow’s API wants', async (_, act, call, body, reply = {}) => {
    const { store, sent } = await storeAnswering(reply);
    await act(store);
    expect(sent).toEqual([{ call: call.replace(' ', ` ${API}/`), body }]);
  });

  const unsafe: readonly [string, (store: TrackingStore) => Promise<unknown>][] = [
    ['createExperiment', (s) => s.createExperiment('n', [])],
    ['createRegisteredModel', (s) => s.createRegisteredModel('n', [], '')],
    ['createModelVersion', (s) => s.createModelVersion({ name: 'n', source: 's' })],
    [
      'transitionStage',
      (s) => s.transitionStage({ name: 'n', version: '1', stage: 'x', archiveExistingVersions: false }),
    ],
    ['renameRegisteredModel', (s) => s.renameRegisteredModel('n', 'm')],
  ];
  it.each(unsafe)('%s is sent once when the answer is a 503', async (_, act) => {
    const { store, sent } = await storeAnswering({}, 503);
    expect((await mlflowError(act(store))).kind).toBe('server-error');
    expect(sent).toHaveLength(1);
  });
});

describe('reading', () => {
  it('searches with MLflow’s own grammar', async () => {
    const { store, sent } = await storeAnswering({});
    await store.searchExperiments({ maxResults: 5, filter: 'name LIKE "a%"', view: 'ALL' });
    await store.searchRuns({ experimentIds: ['1'], maxResults: 10, orderBy: ['metrics.loss DESC'], pageToken: 't' });
    await store.searchLoggedModels(['1'], { maxResults: 5, orderBy: ['metrics.auc DESC', 'name'] });
    expect(sent).toEqual([
      {
        call: `POST ${API}/experiments/search`,
        body: { max_results: 5, filter: 'name LIKE "a%"', view_type: 'ALL' },
      },
      {
        call: `POST ${API}/runs/search`,
        body: {
          experiment_ids: ['1'],
          max_results: 10,
          order_by: ['metrics.loss DESC'],
          page_token: 't',
          run_view_type: 'ACTIVE_ONLY',
        },
      },
      {
        call: `POST ${API}/logged-models/search`,
        body: {
          experiment_ids: ['1'],
          max_results: 5,
          order_by: [
            { field_name: 'metrics.auc', ascending: false },
            { field_name: 'name', ascending: true },
          ],
        },
      },
    ]);
  });

  it('searches the registry by query, each order by itself', async () => {
    const { store, sent } = await storeAnswering({});
    await store.searchModelVersions({
      maxResults: 5,
      filter: "name = 'a b'",
      orderBy: ['name ASC', 'version_number DESC'],
    });
    const { searchParams } = new URL(sent[0]!.call.replace('GET ', 'http://x'));
    expect(searchParams.get('filter')).toBe("name = 'a b'");
    expect(searchParams.getAll('order_by')).toEqual(['name ASC', 'version_number DESC']);
  });

  it('refreshes known runs by one request per hundred, whatever their state', async () => {
    const { store, sent } = await storeAnswering({});
    const ids = Array.from({ length: 150 }, (_, n) => `run${n}`);
    expect(await store.refreshRuns(['1'], [...ids, "x') OR ('"])).toEqual([]);
    const bodies = sent.map(({ body }) => body as { filter: string; run_view_type: string; max_results: number });
    expect(bodies.map((body) => body.max_results).sort()).toEqual([100, 50]);
    expect(bodies.every((body) => body.run_view_type === 'ALL')).toBe(true);
    expect(bodies.every((body) => /^attributes\.run_id IN \('\w+'(, '\w+')*\)$/.test(body.filter))).toBe(true);
    expect(await store.refreshRuns(['1'], [])).toEqual([]);
    expect(sent).toHaveLength(2);
  });

  it('finds no experiment, and no alias, without making it a failure of the server', async () => {
    const missing = await storeAnswering({ error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'no' }, 404);
    expect(await missing.store.findExperiment('x')).toBeUndefined();
    const alias = { error_code: 'INVALID_PARAMETER_VALUE', message: 'Registered model alias x not found.' };
    const { store } = await storeAnswering(alias, 400);
    expect((await mlflowError(store.getModelVersionByAlias('iris', 'x'))).kind).toBe('not-found');
  });

  it('encodes ids and paths of artifacts', async () => {
    const { store, sent } = await storeAnswering({});
    await store.listArtifacts({ kind: 'run', runId: 'r' }, '');
    await store.listArtifacts({ kind: 'model', modelId: 'm/../x' }, 'a b');
    await (await store.readArtifact({ kind: 'run', runId: 'r' }, 'a b#c?&d.txt')).stream.cancel();
    await (await store.readArtifact({ kind: 'model', modelId: 'm-1' }, 'x/y')).stream.cancel();
    expect(sent.map(({ call }) => call)).toEqual([
      `GET ${API}/artifacts/list?run_id=r`,
      `GET ${API}/logged-models/m%2F..%2Fx/artifacts/directories?artifact_directory_path=a+b`,
      'GET /get-artifact?run_id=r&path=a+b%23c%3F%26d.txt',
      'GET /ajax-api/2.0/mlflow/logged-models/m-1/artifacts/files?artifact_file_path=x%2Fy',
    ]);
  });

  it('ends a metric’s history that has no end', async () => {
    const point = { key: 'm', value: 1, timestamp: 1, step: 1 };
    const { store } = await storeAnswering({ metrics: [point], next_page_token: 'again' });
    expect((await mlflowError(store.metricHistory('r', 'm', 1000))).message).toContain('same page token twice');
    expect(await store.metricHistory('r', 'm', 1)).toHaveLength(1);
  });
});
