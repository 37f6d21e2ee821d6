import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeActiveRun, describeRun, type DescriptionContext } from '../../../src/core/explorer/runDescription';
import { runLabel } from '../../../src/core/explorer/runLabels';
import { sampleRun } from './runs';

const MINUTE = 60_000;
const NOW = 100 * MINUTE;

function context(change: Partial<DescriptionContext> = {}): DescriptionContext {
  return {
    metrics: ['val_auc'],
    aliases: [],
    children: { runs: [], complete: true },
    pinned: false,
    now: NOW,
    ...change,
  };
}

const children = ['0.7', '0.8731', 'NaN'].map((value, i) =>
  sampleRun(`c${i}`, { metrics: { val_auc: Number(value) } }),
);

describe('a run’s description', () => {
  it('is its metric, then the aliases of its versions', () => {
    const run = sampleRun('a', { metrics: { val_auc: 0.87312, loss: 0.2 } });
    expect(describeRun(run, context())).toBe('0.8731');
    expect(describeRun(run, context({ aliases: ['challenger', 'eu'] }))).toBe('0.8731 @challenger @eu');
    expect(describeRun(run, context({ metrics: ['val_auc', 'loss'] }))).toBe('val_auc 0.8731, loss 0.2000');
    expect(describeRun(run, context({ metrics: ['absent'] }))).toBe('');
  });

  it('tells how far a running one has come', () => {
    const run = sampleRun('a', {
      status: 'RUNNING',
      metrics: { val_auc: 0.8712 },
      params: { epochs: '60' },
      step: 42,
      at: NOW,
    });
    expect(describeRun(run, context())).toBe('0.8712, step 42 of 60');
    expect(describeActiveRun({ ...run, startTime: NOW - 14.5 * MINUTE }, 'val_auc', NOW)).toBe(
      '42 of 60, 14 min, val_auc 0.8712',
    );
    expect(describeActiveRun(sampleRun('b', { startTime: NOW - 4000 }), undefined, NOW)).toBe('4 s');
  });

  it('tells when nothing was heard of a running one', () => {
    const run = sampleRun('a', { status: 'RUNNING', metrics: { val_auc: 1 }, step: 3, at: NOW - 22.4 * MINUTE });
    expect(describeRun(run, context())).toBe('no news for 22 min');
    expect(describeActiveRun(run, 'val_auc', NOW)).toBe('no news for 22 min');
  });

  it('tells how a run ended', () => {
    expect(describeRun(sampleRun('a', { status: 'FAILED', metrics: { val_auc: 1 }, step: 18 }), context())).toBe(
      'failed at step 18',
    );
    expect(describeRun(sampleRun('a', { status: 'KILLED' }), context())).toBe('killed');
    expect(describeRun(sampleRun('a', { lifecycleStage: 'deleted' }), context())).toBe('deleted');
  });

  it('counts the children and names the best', () => {
    const sweep = sampleRun('sweep');
    expect(describeRun(sweep, context({ children: { runs: children, complete: true } }))).toBe(
      '3 children, best 0.8731',
    );
    expect(describeRun(sweep, context({ children: { runs: children, complete: false } }))).toBe(
      '3+ children, best 0.8731',
    );
    const losses = [3, 1, 2].map((loss) => sampleRun(`l${loss}`, { metrics: { loss } }));
    expect(describeRun(sweep, context({ metrics: ['loss'], children: { runs: losses, complete: true } }))).toBe(
      '3 children, best 1',
    );
  });

  it('shows several chosen metrics of a run that has children', () => {
    const sweep = sampleRun('sweep', { metrics: { val_auc: 0.5, loss: 2 } });
    const chosen = context({ metrics: ['val_auc', 'loss'], children: { runs: children, complete: true } });
    expect(describeRun(sweep, chosen)).toBe('3 children, val_auc 0.5000, loss 2');
  });

  it('shows the parameter that sorts', () => {
    const run = sampleRun('a', { metrics: { val_auc: 0.5 }, params: { lr: '1e-3' } });
    expect(describeRun(run, context({ parameter: 'lr', pinned: true }))).toBe('0.5000, lr 1e-3, pinned');
  });
});

describe('a run’s label for screen readers', () => {
  it('says name, state and figures with their names', () => {
    const run = sampleRun('trial-17', { metrics: { val_auc: 0.8731 } });
    expect(runLabel(run, context({ aliases: ['champion'] }))).toBe(
      'trial-17, run, finished, val_auc 0.8731, @champion',
    );
    expect(runLabel(sampleRun('t', { status: 'FAILED' }), context())).toBe('t, run, failed');
    const silent = sampleRun('t', { status: 'RUNNING', startTime: NOW - 30 * MINUTE });
    expect(runLabel(silent, context())).toBe('t, run, running, but silent, no news for 30 min');
  });

  it('is one line that starts with the name, whatever the server says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, key) => {
        const run = sampleRun('id', { name, metrics: { [key]: 1 } });
        const label = runLabel(run, context({ metrics: [key] }));
        expect(label).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(label).toContain(', run, finished');
      }),
    );
  });
});
