import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellLog, usesMlflow, withToggle } from '../../../src/core/notebook/cellMark';

const on = { runlens: { log: true } };

describe('whether a cell is logged', () => {
  it.each([
    '%%mlflow',
    '%%mlflow credit-risk --name x\nfit()',
    '# mlflow: credit-risk',
    '#mlflow:',
    '\n\n# mlflow: a\nx',
  ])('the first line says so: %j', (source) => {
    expect(cellLog(source, { runlens: { log: false } }, false)).toMatchObject({ kind: 'line' });
  });

  it.each(['%%mlflows', ' %%mlflow', 'x = 1\n# mlflow: a', '# mlflow', '"""\n%%mlflow\n"""'])(
    'or not: %j',
    (source) => {
      expect(cellLog(source, {}, false)).toEqual({ kind: 'off' });
    },
  );

  it('the toggle says so, and counts more than the setting for all cells', () => {
    expect(cellLog('x', { runlens: { log: true, options: 'a --name b' } }, false)).toEqual({
      kind: 'toggle',
      options: 'a --name b',
    });
    expect(cellLog('x', { runlens: { log: false } }, true)).toEqual({ kind: 'off' });
    expect(cellLog('x', {}, true)).toEqual({ kind: 'all' });
  });

  it('nothing that a notebook holds makes it fail', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), fc.boolean(), (source, metadata, logAll) => {
        cellLog(source, metadata, logAll);
        cellLog(source, { runlens: metadata }, logAll);
        withToggle(metadata, logAll, !logAll);
      }),
    );
  });
});

describe('the toggle', () => {
  it('comes and goes without a trace, and leaves the rest of the metadata', () => {
    const other = { tags: ['a'], collapsed: true };
    expect(withToggle(other, true, false)).toEqual({ ...other, ...on });
    expect(withToggle({ ...other, ...on }, false, false)).toEqual(other);
    expect(withToggle(undefined, true, false)).toEqual(on);
  });

  it('switches a cell off where all are logged', () => {
    expect(withToggle({}, false, true)).toEqual({ runlens: { log: false } });
    expect(withToggle({ runlens: { log: false } }, true, true)).toEqual({});
  });

  it('keeps the options while it is off', () => {
    const off = withToggle({ runlens: { log: true, options: 'a --nested' } }, false, false);
    expect(off).toEqual({ runlens: { log: false, options: 'a --nested' } });
    expect(withToggle(off, true, false)).toEqual({ runlens: { log: true, options: 'a --nested' } });
  });

  it('does what it says, whatever the metadata was', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), fc.boolean(), fc.boolean(), (metadata, wish, logAll) => {
        const { kind } = cellLog('x = 1', withToggle(metadata, wish, logAll), logAll);
        expect(kind !== 'off').toBe(wish);
      }),
    );
  });
});

describe('a notebook that uses MLflow', () => {
  const cell = (source: string, metadata: unknown = {}) => ({ source, metadata });

  it.each([
    'import mlflow',
    'x = 1\nimport mlflow.sklearn',
    'from mlflow import log_metric',
    '%load_ext runlens',
    '%mlflow status',
  ])('has %j', (source) => {
    expect(usesMlflow([cell('x'), cell(source)])).toBe(true);
  });

  it('has a cell whose toggle is on', () => {
    expect(usesMlflow([cell('x', on)])).toBe(true);
    expect(usesMlflow([cell('print("mlflow")'), cell('x', { runlens: { log: false } })])).toBe(false);
  });
});
