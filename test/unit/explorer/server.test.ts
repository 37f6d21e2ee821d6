import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BranchCache } from '../../../src/core/explorer/branchCache';
import { ExperimentList } from '../../../src/core/explorer/experimentList';
import { nameContains, nameFilter } from '../../../src/core/explorer/experimentSearch';
import { metricBound } from '../../../src/core/explorer/nearestMatch';
import { RefreshedValue } from '../../../src/core/explorer/refreshedValue';
import { loadRunAliases } from '../../../src/core/explorer/runAliases';
import { childFilter } from '../../../src/core/explorer/runFilter';
import { findRunningRuns } from '../../../src/core/explorer/runningRuns';
import type { Experiment, ModelVersion, RegisteredModel } from '../../../src/core/mlflow/entities';
import type { TrackingReader } from '../../../src/core/store/trackingStore';
import { FakeReader, UNREACHABLE } from './fakeReader';
import { sampleRun } from './runs';

const { signal } = new AbortController();

const experiment = (experimentId: string, name: string): Experiment => ({
  experimentId,
  name,
  artifactLocation: '',
  lifecycleStage: 'active',
  tags: [],
});

describe('running runs', () => {
  const running = sampleRun('a', { status: 'RUNNING', startTime: 1 });
  const other = sampleRun('b', { status: 'RUNNING', startTime: 2, experimentId: '2' });

  it('are found in one request over all experiments, newest first', async () => {
    const server = new FakeReader([running, other, sampleRun('done')]);
    const found = await findRunningRuns(server.reader, ['1', '2'], [running, other], signal);
    expect(found.running.map((run) => run.runId)).toEqual(['b', 'a']);
    expect([server.searches.length, server.refreshes.length]).toEqual([1, 0]);
  });

  it('are asked for once more when they have ended', async () => {
    const server = new FakeReader([sampleRun('a', { status: 'FAILED' })]);
    const found = await findRunningRuns(server.reader, ['1', '2'], [running, other], signal);
    expect(found.running).toEqual([]);
    expect(found.ended.map((run) => run.status)).toEqual(['FAILED']);
    expect(found.gone).toEqual(['b']);
  });

  it('cost nothing where there is no experiment', async () => {
    const server = new FakeReader([]);
    await findRunningRuns(server.reader, [], [], signal);
    expect(server.searches).toEqual([]);
  });
});

describe('the experiments', () => {
  it('are those whose name contains the text', async () => {
    const server = new FakeReader([]);
    server.experiments.push(experiment('1', 'Churn 100%'), experiment('2', 'churn 100 x'));
    const list = new ExperimentList(server.reader, { search: 'churn 100%', showDeleted: false });
    await list.load();
    expect([...list.all].map((entry) => entry.experiment.experimentId)).toEqual(['1']);
  });

  it('are searched with a filter that no text can break', () => {
    expect(nameFilter("it's 5%")).toBe("name ILIKE '%it_s 5_%'");
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(nameFilter(text)).toMatch(/^name ILIKE '%[^'"\\]*%'$/u);
        expect(nameContains(`a ${text} b`, text)).toBe(true);
      }),
    );
  });
});

describe('a filter for children', () => {
  it('adds to the person’s own', () => {
    expect(childFilter('abc', ' params.x = "1" ')).toBe('params.x = "1" AND tags.`mlflow.parentRunId` = \'abc\'');
  });

  it('is not made from an id that is none', () => {
    expect(childFilter("x' OR '1", '')).toBeUndefined();
  });
});

describe('what comes nearest to a filter', () => {
  it.each([
    ['metrics.val_auc > 0.95', { metric: 'val_auc', ascending: false }],
    ['params.x = "1" AND metric.`my loss` <= 0.1', { metric: 'my loss', ascending: true }],
    ['params.x = "1"', undefined],
    ['metrics.m = 1', undefined],
  ])('is told from %s', (filter, bound) => {
    expect(metricBound(filter)).toEqual(bound);
  });
});

describe('a cache of branches', () => {
  it('fetches once, and again when it is told to', async () => {
    const cache = new BranchCache();
    let count = 0;
    const load = (): Promise<number> => Promise.resolve((count += 1));
    expect([await cache.get('run/x', load), await cache.get('run/x', load)]).toEqual([1, 1]);
    cache.invalidate('run/');
    expect(await cache.get('run/x', load)).toBe(2);
    cache.invalidate('other/');
    expect(await cache.get('run/x', load)).toBe(2);
  });

  it('does not repeat a failure by itself, and keeps what it has when a refresh fails', async () => {
    const cache = new BranchCache();
    let count = 0;
    const fail = (): Promise<number> => {
      count += 1;
      return Promise.reject(UNREACHABLE);
    };
    await expect(cache.get('a', fail)).rejects.toBe(UNREACHABLE);
    await expect(cache.get('a', fail)).rejects.toBe(UNREACHABLE);
    expect(count).toBe(1);
    cache.invalidate();
    expect(await cache.get('a', () => Promise.resolve(7))).toBe(7);
    cache.invalidate();
    expect(await cache.get('a', fail)).toBe(7);
  });
});

describe('a refreshed value', () => {
  class Value {
    isLoaded = false;
    constructor(readonly number: number) {}
    cancel(): void {
      this.isLoaded = false;
    }
  }

  it('stays in use until its replacement is there, and when that fails', async () => {
    let made = 0;
    let failing = false;
    const value = new RefreshedValue(
      () => new Value((made += 1)),
      (next) => {
        next.isLoaded = !failing;
        return failing ? Promise.reject(UNREACHABLE) : Promise.resolve();
      },
    );
    expect((await value.get()).number).toBe(1);
    expect((await value.get()).number).toBe(1);
    value.invalidate();
    expect(value.loaded?.number).toBe(1);
    expect((await value.get()).number).toBe(2);
    failing = true;
    value.invalidate();
    expect((await value.get()).number).toBe(2);
    expect(value.problem).toBe(UNREACHABLE);
  });
});

describe('the aliases of runs', () => {
  const version = (number: string, runId: string): ModelVersion => ({
    name: 'm',
    version: number,
    creationTime: 0,
    lastUpdateTime: 0,
    stage: 'None',
    description: '',
    source: '',
    runId,
    status: 'READY',
    tags: [],
    aliases: [],
  });
  const model: RegisteredModel = {
    name: 'm',
    creationTime: 0,
    lastUpdateTime: 0,
    description: '',
    tags: [],
    aliases: [
      { alias: 'champion', version: '1' },
      { alias: 'challenger', version: '3' },
      { alias: 'eu', version: '3' },
    ],
    latestVersions: [version('3', 'new')],
  };

  it('come from the registered models, with one request for each older version', async () => {
    const asked: string[] = [];
    const reader = {
      capabilities: { aliases: true },
      searchRegisteredModels: () => Promise.resolve({ items: [model] }),
      getModelVersion: (_name: string, number: string) => {
        asked.push(number);
        return Promise.resolve(version(number, 'old'));
      },
    } as unknown as TrackingReader;
    const aliases = await loadRunAliases(reader, signal);
    expect(Object.fromEntries(aliases)).toEqual({ old: ['champion'], new: ['challenger', 'eu'] });
    expect(asked).toEqual(['1']);
  });

  it('are none on a server without aliases', async () => {
    const reader = { capabilities: { aliases: false } } as unknown as TrackingReader;
    expect((await loadRunAliases(reader, signal)).size).toBe(0);
  });
});
