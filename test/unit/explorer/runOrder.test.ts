import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareRuns,
  isNumericParameter,
  isSortable,
  NEWEST_FIRST,
  orderBy,
} from '../../../src/core/explorer/runOrder';
import { sampleRun } from './runs';

describe('an order of runs', () => {
  it('is written in MLflow’s grammar, with a tie-break', () => {
    expect(orderBy(NEWEST_FIRST)).toEqual(['attributes.start_time DESC']);
    expect(orderBy({ by: 'metric', key: 'val auc', ascending: false })).toEqual([
      'metrics.`val auc` DESC',
      'attributes.start_time DESC',
    ]);
    expect(orderBy({ by: 'param', key: 'lr', ascending: true })[0]).toBe('params.`lr` ASC');
    expect(orderBy({ by: 'attribute', key: 'run_name', ascending: true })[0]).toBe('attributes.run_name ASC');
  });

  it('refuses keys that would end the quotes', () => {
    expect(['a b', 'a/b', "it's"].every(isSortable)).toBe(true);
    expect(['a`b', 'a"b', 'a\\b'].some(isSortable)).toBe(false);
  });

  it.each([true, false])('puts NaN and missing values last (ascending: %s)', (ascending) => {
    const runs = [
      sampleRun('missing'),
      sampleRun('nan', { metrics: { m: Number.NaN } }),
      sampleRun('one', { metrics: { m: 1 } }),
      sampleRun('ten', { metrics: { m: 10 } }),
      sampleRun('infinite', { metrics: { m: Infinity } }),
    ];
    const sorted = runs.sort(compareRuns({ by: 'metric', key: 'm', ascending }, false)).map((run) => run.runId);
    const values = ascending ? ['one', 'ten', 'infinite'] : ['infinite', 'ten', 'one'];
    expect(sorted).toEqual([...values, 'nan', 'missing']);
  });

  it('is the same whatever order the runs come in', () => {
    const metric = fc.option(fc.constantFrom(0, 1, 2, Number.NaN, Infinity, -Infinity), { nil: undefined });
    const shape = fc.record({ startTime: fc.nat(3), metric });
    fc.assert(
      fc.property(
        fc.array(shape, { maxLength: 12 }),
        fc.boolean(),
        fc.func(fc.integer()),
        (shapes, ascending, shuffle) => {
          const runs = shapes.map(({ startTime, metric: m }, i) =>
            sampleRun(`r${i}`, { startTime, metrics: m === undefined ? {} : { m } }),
          );
          const compare = compareRuns({ by: 'metric', key: 'm', ascending }, false);
          const shuffled = [...runs].sort((a, b) => shuffle(a.runId) - shuffle(b.runId));
          expect([...shuffled].sort(compare)).toEqual([...runs].sort(compare));
        },
      ),
    );
  });

  it('knows parameters that are all numbers', () => {
    const runs = ['1', ' 2.5 ', '-1e-3'].map((lr, i) => sampleRun(String(i), { params: { lr } }));
    expect(isNumericParameter(runs, 'lr')).toBe(true);
    expect(isNumericParameter([...runs, sampleRun('x', { params: { lr: '' } })], 'lr')).toBe(false);
    expect(isNumericParameter(runs, 'other')).toBe(false);
  });
});
