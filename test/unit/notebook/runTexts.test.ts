import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/core/mlflow/entities';
import { describeRunOutput, summarizeRun } from '../../../src/core/notebook/runSummary';
import { runText } from '../../../src/core/notebook/runText';
import { readOutput } from './readOutput';

describe('what a cell shows of its run', () => {
  it('is its name and the chosen metric, or the first', () => {
    expect(summarizeRun(readOutput(), ['f1', 'val_loss'])).toBe('trial-17 · val_loss 0.3102');
    expect(summarizeRun(readOutput(), [])).toBe('trial-17 · val_auc 0.8731');
    expect(summarizeRun(readOutput({}, { metrics: [] }), [])).toBe('trial-17');
  });

  it('is the error of a run that failed', () => {
    const failed = readOutput({ status: 'FAILED' }, { error: { type: 'FloatingPointError', message: 'loss is nan' } });
    expect(summarizeRun(failed, [])).toBe('trial-17 · FloatingPointError');
  });

  it('tells more in its tooltip', () => {
    const lines = describeRunOutput(readOutput()).split('\n');
    expect(lines[0]).toBe('trial-17 in credit-risk');
    expect(lines[1]).toMatch(/^finished, 19 min 42 s, started 2026-11-2/u);
    expect(lines.slice(2)).toEqual([
      'val_auc 0.8731',
      'val_loss 0.3102',
      'dropout = 0.12',
      'optimizer = adamw',
      'and 14 more',
    ]);
  });
});

const run: Run = {
  runId: 'b'.repeat(32),
  name: 'shy-owl',
  experimentId: '1',
  status: 'FINISHED',
  lifecycleStage: 'active',
  startTime: 0,
  endTime: 1500,
  artifactUri: '',
  metrics: [
    { key: 'z', value: 1 / 3, timestamp: 0, step: 0 },
    { key: 'a', value: Number.NaN, timestamp: 0, step: 0 },
  ],
  params: [{ key: 'lr', value: '0.1' }],
  tags: [
    { key: 'team', value: 'risk' },
    { key: 'mlflow.log-model.history', value: '[…]' },
  ],
  datasets: [],
  modelOutputs: [],
};

describe('the text of a run', () => {
  it('has what two runs can differ in, in an order that does not depend on the server', () => {
    const text = runText(run);
    expect(text).toContain('Status    FINISHED\n');
    expect(text).toContain('Duration  1.5 s\n');
    expect(text.slice(text.indexOf('Parameters'))).toBe(
      'Parameters\n  lr = 0.1\n\nMetrics\n  a = NaN\n  z = 0.3333333333333333\n\nTags\n  team = risk\n',
    );
    expect(runText({ ...run, metrics: [...run.metrics].reverse() })).toBe(text);
  });

  it('keeps what a server writes inside its line', () => {
    const key = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(key, key, (name, value) => {
        const text = runText({ ...run, name, params: [{ key: name, value }], metrics: [], tags: [] });
        const outside = text.split('\n').filter((line) => line !== '' && !line.startsWith('  '));
        expect(outside.slice(5)).toEqual(['Parameters', 'Metrics', 'Tags']);
      }),
    );
  });
});
