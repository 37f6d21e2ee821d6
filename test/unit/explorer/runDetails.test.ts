import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangeArtifacts, artifactName } from '../../../src/core/explorer/artifactListing';
import { betterOf, isLowerBetter } from '../../../src/core/format/metricDirection';
import { metricExtremes } from '../../../src/core/explorer/metricExtremes';
import {
  commonestMetric,
  modelMetrics,
  seenKeys,
  systemMetrics,
  userTags,
} from '../../../src/core/explorer/metricGroups';
import { runNote, runSource, sourceSummary } from '../../../src/core/explorer/runSource';
import { runState } from '../../../src/core/explorer/runStatus';
import type { ArtifactEntry, Metric } from '../../../src/core/mlflow/entities';
import { sampleRun } from './runs';

const keys = (items: readonly { readonly key: string }[]): string[] => items.map(({ key }) => key);

describe('what is in a run', () => {
  const run = sampleRun('a', {
    metrics: { loss: 1, acc10: 1, acc9: 1, 'system/cpu': 3 },
    tags: { team: 'risk', 'mlflow.note.content': '# Why\nbecause', 'mlflow.user': 'ada' },
  });

  it('keeps system metrics and MLflow’s own tags apart', () => {
    expect(keys(modelMetrics(run))).toEqual(['acc9', 'acc10', 'loss']);
    expect(keys(systemMetrics(run))).toEqual(['system/cpu']);
    expect(keys(userTags(run))).toEqual(['team']);
    expect(runNote(run)).toBe('# Why\nbecause');
    expect(runNote(sampleRun('b', { tags: { 'mlflow.note.content': ' ' } }))).toBeUndefined();
  });

  it('shows a key once, although a server repeats it', () => {
    expect(keys(modelMetrics({ ...run, metrics: [...run.metrics, ...run.metrics] }))).toHaveLength(3);
  });

  it('has a source', () => {
    const from = sampleRun('s', {
      userId: 'bob',
      tags: { 'mlflow.source.name': '/home/ada/train.py', 'mlflow.source.git.commit': '3f2a91c77' },
    });
    expect(sourceSummary(runSource(from))).toBe('train.py @ 3f2a91c');
    expect(runSource(from).user).toBe('bob');
    expect(sourceSummary(runSource(sampleRun('none')))).toBe('');
  });

  it('is lost when nothing was logged for 20 minutes', () => {
    const minutes = 60_000;
    const at = (start: number, logged: number) =>
      runState(sampleRun('r', { status: 'RUNNING', startTime: start, metrics: { m: 1 }, at: logged }), 60 * minutes);
    expect(at(0, 41 * minutes)).toBe('running');
    expect(at(0, 39 * minutes)).toBe('lost');
    expect(at(50 * minutes, 0)).toBe('running');
  });

  it('has metrics and parameters that others have too', () => {
    const runs = [run, sampleRun('b', { metrics: { loss: 1 }, params: { lr: '1' } })];
    expect(commonestMetric(runs)).toBe('loss');
    expect(commonestMetric([sampleRun('c', { metrics: { b: 1, a: 1 } })])).toBe('a');
    expect(seenKeys(runs)).toEqual({ metrics: ['acc9', 'acc10', 'loss', 'system/cpu'], params: ['lr'] });
  });
});

describe('a metric’s history', () => {
  const point = (step: number, value: number, timestamp = step): Metric => ({ key: 'loss', step, value, timestamp });

  it('has a first, a last, a lowest, a highest and a best point', () => {
    const extremes = metricExtremes([point(3, 0.4), point(0, 0.9), point(2, 0.2), point(1, Number.NaN), point(4, 0.3)]);
    expect(extremes).toMatchObject({
      first: { step: 0 },
      last: { step: 4 },
      minimum: { step: 2 },
      maximum: { step: 0 },
      best: { step: 2 },
      points: 5,
    });
  });

  it('may have no number in it, or no point', () => {
    expect(metricExtremes([])).toBeUndefined();
    const extremes = metricExtremes([point(0, Number.NaN)]);
    expect(extremes?.best).toBeUndefined();
    expect(extremes?.last.step).toBe(0);
  });

  it('is better where it is lower for losses, and higher for scores', () => {
    expect(['loss', 'val_loss', 'RMSE', 'mean_squared_error', 'p95_latency'].every(isLowerBetter)).toBe(true);
    expect(['accuracy', 'val_auc', 'f1'].some(isLowerBetter)).toBe(false);
    expect(betterOf('loss', 2, Number.NaN)).toBe(2);
    expect(betterOf('auc', 2, 3)).toBe(3);
  });
});

describe('a folder of artifacts', () => {
  const file = (path: string): ArtifactEntry => ({ path, isDirectory: false, size: 1 });
  const folder = (path: string): ArtifactEntry => ({ path, isDirectory: true });

  it('shows folders first, then files by name', () => {
    const { entries } = arrangeArtifacts('', [file('b10.txt'), file('b9.txt'), folder('z'), folder('a')]);
    expect(entries.map(artifactName)).toEqual(['a', 'z', 'b9.txt', 'b10.txt']);
  });

  it('holds only what lies directly in it, once, whatever a server says', () => {
    const anyPath = fc.oneof(
      fc.constantFrom('model', 'model/..', 'model/../x', 'other/x', 'model/a', 'model/a/b', 'model/', '/model/a'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(anyPath), (paths) => {
        const { entries, foreign } = arrangeArtifacts('model', paths.map(file));
        const shown = entries.map(({ path }) => path);
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.every((path) => /^model\/[^/]+$/u.test(path) && !path.endsWith('/..'))).toBe(true);
        expect(foreign).toBe(paths.filter((path) => !shown.includes(path)).length);
      }),
    );
  });
});
