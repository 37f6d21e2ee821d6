import assert from 'node:assert/strict';
import type { Experiment, Page, Run } from '../../src/core/mlflow/entities';
import { MlflowError } from '../../src/core/mlflow/errors';
import type { TrackingStore } from '../../src/core/store/trackingStore';
import { sampleRun } from '../unit/explorer/runs';
import { waitFor } from '../rig/wait';
import { ExplorerRig, names } from './explorerRig';

const EXPERIMENT: Experiment = {
  experimentId: '0',
  name: 'Default',
  artifactLocation: '',
  lifecycleStage: 'active',
  tags: [],
};

/** A store with one experiment, whose answer to a search for runs the test gives. */
function store(searchRuns: TrackingStore['searchRuns'], experiment = EXPERIMENT): Partial<TrackingStore> {
  return {
    capabilities: {
      aliases: false,
      stagesDeprecated: true,
      loggedModels: true,
      sampledHistory: true,
      workspaces: false,
    },
    searchExperiments: () => Promise.resolve({ items: [experiment] }),
    searchRuns,
  };
}

/** An answer that never comes, but ends when it is no longer wanted. */
function never(signal: AbortSignal | undefined): Promise<Page<Run>> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new MlflowError('cancelled', 'Cancelled.', { action: 'search runs', url: 'http://x' }));
    });
  });
}

describe('loading in the Experiments view', () => {
  let rig: ExplorerRig;

  beforeEach(() => {
    rig = new ExplorerRig('http://made.example');
  });

  afterEach(() => {
    rig.dispose();
  });

  it('makes room for the welcome text where nothing was ever logged', async () => {
    rig.connectTo(store(() => Promise.resolve({ items: [] })));
    assert.deepEqual(await rig.children(), []);
    assert.equal(rig.data.isEmpty, true);
  });

  it('shows the default experiment once there is a run in it', async () => {
    const run = sampleRun('first', { experimentId: '0' });
    rig.connectTo(store(() => Promise.resolve({ items: [run] })));
    assert.equal(rig.data.isEmpty, false);
    assert.deepEqual(names(await rig.runs('0')), ['first']);
  });

  it('can be cancelled after a second, and tried again', async () => {
    const churn = { ...EXPERIMENT, experimentId: '1' };
    let answers = false;
    const answer = (_query: unknown, signal?: AbortSignal): Promise<Page<Run>> =>
      answers ? Promise.resolve({ items: [sampleRun('late')] }) : never(signal);
    rig.connectTo(store(answer, churn));
    const experiment = await rig.experiment('1');
    const loading = rig.children(experiment);
    await waitFor(() => rig.data.loading.isLong, { what: 'a long load', timeoutMs: 10_000 });
    rig.data.connection?.cancel();
    const [problem] = await loading;
    assert.ok(problem?.kind === 'problem');
    assert.match(rig.text(problem), /^Loading was cancelled\./u);
    assert.equal(rig.data.loading.isLong, false);
    answers = true;
    problem.retry();
    assert.deepEqual(names(await rig.runs('1')), ['late']);
  });

  it('gives what was asked for last to who waited for what was asked before', async () => {
    const churn = { ...EXPERIMENT, experimentId: '1' };
    const answer: TrackingStore['searchRuns'] = ({ filter }, signal) =>
      filter === undefined ? never(signal) : Promise.resolve({ items: [sampleRun('filtered')] });
    rig.connectTo(store(answer, churn));
    const experiment = await rig.experiment('1');
    const loading = rig.children(experiment);
    await rig.data.connection?.choices.setRunList('1', { filter: 'metrics.m > 1' });
    rig.data.connection?.restartRuns('1');
    assert.deepEqual(
      (await loading).map((node) => rig.text(node)),
      ['filtered'],
    );
  });

  it('leaves no row behind when the connection goes', async () => {
    const run = sampleRun('first', { experimentId: '0' });
    rig.connectTo(store(() => Promise.resolve({ items: [run] })));
    assert.equal((await rig.children()).length, 1);
    rig.session.change({ kind: 'none' });
    assert.deepEqual(await rig.children(), []);
  });
});
