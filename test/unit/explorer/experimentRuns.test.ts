import { describe, expect, it } from 'vitest';
import { ExperimentRuns, type RunListQuery } from '../../../src/core/explorer/experimentRuns';
import { NEWEST_FIRST } from '../../../src/core/explorer/runOrder';
import type { Run } from '../../../src/core/mlflow/entities';
import { isCancelled } from '../../../src/core/mlflow/errors';
import { FakeReader, UNREACHABLE } from './fakeReader';
import { sampleRun } from './runs';

const ALL: RunListQuery = { filter: '', sort: NEWEST_FIRST, showDeleted: false };

function many(count: number, sample: (index: number) => Parameters<typeof sampleRun>[1] = () => ({})): Run[] {
  return Array.from({ length: count }, (_, i) => sampleRun(`r${i}`, { startTime: i, ...sample(i) }));
}

function open(runs: readonly Run[], query: Partial<RunListQuery> = {}, pinned: readonly string[] = []) {
  const server = new FakeReader(runs);
  const list = new ExperimentRuns(server.reader, '1', { ...ALL, ...query }, () => new Set(pinned));
  return { server, list };
}

const names = (entries: readonly { readonly run: Run }[]): string[] => entries.map(({ run }) => run.runId);

describe('the runs of an experiment', () => {
  it('come in one request of 100, then in pages of 1,000, each run once', async () => {
    const { server, list } = open(many(1250));
    await list.load();
    expect(server.searches.map((search) => search.maxResults)).toEqual([100]);
    expect([list.count, list.hasMore]).toEqual([100, true]);
    // A run that starts meanwhile shifts the offsets that MLflow's page tokens are.
    server.runs = [...server.runs, sampleRun('late', { startTime: 5000 })];
    await list.loadMore();
    await list.loadMore();
    expect([list.count, list.hasMore]).toEqual([1250, false]);
    expect(new Set(names(list.tree.roots())).size).toBe(1250);
  });

  it('ask once while they are loading', async () => {
    const { server, list } = open(many(3));
    await Promise.all([list.load(), list.load(), list.load()]);
    expect(server.searches).toHaveLength(1);
  });

  it('are tried again after a failure', async () => {
    const { server, list } = open(many(3));
    server.failure = UNREACHABLE;
    await expect(list.load()).rejects.toBe(UNREACHABLE);
    expect(list.isLoaded).toBe(false);
    server.failure = undefined;
    await list.load();
    expect(list.count).toBe(3);
  });

  it('have their parents fetched at every depth, in one request a level', async () => {
    const old = [sampleRun('top'), sampleRun('middle', { parent: 'top' }), sampleRun('lost', { parent: 'deleted' })];
    const young = many(150, () => ({ parent: 'middle', startTime: 9000 }));
    const { server, list } = open([...old, ...young]);
    await list.load();
    expect(names(list.tree.roots())).toEqual(['top']);
    expect(names(list.tree.children('top'))).toEqual(['middle']);
    expect(list.tree.children('middle')).toHaveLength(100);
    expect(server.refreshes).toEqual([['middle'], ['top']]);
    expect(list.count).toBe(100);
  });

  it('stay at the top where the parent is of another experiment, deleted or never was', async () => {
    const { list } = open([
      sampleRun('a', { parent: 'abroad' }),
      sampleRun('b', { parent: 'nowhere' }),
      sampleRun('c', { parent: 'gone' }),
      sampleRun('abroad', { experimentId: '2' }),
      sampleRun('gone', { lifecycleStage: 'deleted' }),
    ]);
    await list.load();
    expect(names(list.tree.roots())).toEqual(['a', 'b', 'c']);
  });

  it('show the children of a parent completely, beyond the loaded page', async () => {
    const runs = [sampleRun('sweep', { startTime: 99_999 }), ...many(300, () => ({ parent: 'sweep' }))];
    const { server, list } = open(runs);
    await list.load();
    expect(list.hasAllChildren('sweep')).toBe(false);
    expect(await list.loadChildren('sweep')).toBe(true);
    await list.loadMoreChildren('sweep');
    expect(list.tree.children('sweep')).toHaveLength(300);
    expect(list.hasAllChildren('sweep')).toBe(true);
    expect(list.hasMoreChildren('sweep')).toBe(false);
    expect(server.searches.at(-1)?.filter).toBe("tags.`mlflow.parentRunId` = 'sweep'");
  });

  it('are those that match the filter, under parents that need not', async () => {
    const runs = [sampleRun('p'), ...many(4, (i) => ({ parent: 'p', metrics: { m: i } }))];
    const { list } = open(runs, { filter: 'metrics.m > 1' });
    await list.load();
    expect(names(list.tree.roots())).toEqual(['p']);
    expect(names(list.tree.children('p'))).toEqual(['r3', 'r2']);
    expect(list.count).toBe(2);
  });

  it('include pinned ones that are older than the first page', async () => {
    const { list } = open(many(500), {}, ['r7']);
    await list.load();
    expect(names(list.tree.roots())[0]).toBe('r7');
    expect(list.tree.roots()).toHaveLength(101);
  });

  it('include deleted ones on request', async () => {
    const runs = [sampleRun('a'), sampleRun('b', { lifecycleStage: 'deleted' })];
    const hidden = open(runs).list;
    const shown = open(runs, { showDeleted: true }).list;
    await Promise.all([hidden.load(), shown.load()]);
    expect([hidden.count, shown.count]).toEqual([1, 2]);
  });

  it('are as many after a refresh as before', async () => {
    const { list } = open(many(2500));
    await list.loadAtLeast(1500);
    expect(list.count).toBe(2100);
  });

  it('stop loading when they are no longer wanted', async () => {
    const { list } = open(many(3));
    const loading = list.load();
    list.cancel();
    await expect(loading).rejects.toSatisfy(isCancelled);
  });

  it('tell what an update changed', async () => {
    const running = sampleRun('a', { status: 'RUNNING', metrics: { m: 1 } });
    const { list } = open([running, sampleRun('b')]);
    await list.load();
    expect(list.runningCount).toBe(1);
    expect(list.update([running])).toEqual({ changed: [], structure: false });
    const better = list.update([sampleRun('a', { status: 'RUNNING', metrics: { m: 2 } })]);
    expect(names(better.changed)).toEqual(['a']);
    expect(list.update([sampleRun('new', { status: 'RUNNING' })]).structure).toBe(true);
    list.remove(['a', 'new']);
    expect(names(list.tree.roots())).toEqual(['b']);
  });

  it('do not take a new run in that a filter may exclude', async () => {
    const { list } = open([sampleRun('a', { metrics: { m: 2 } })], { filter: 'metrics.m > 1' });
    await list.load();
    expect(list.update([sampleRun('new')])).toEqual({ changed: [], structure: false });
    expect(list.count).toBe(1);
  });
});
