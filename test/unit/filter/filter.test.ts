import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clause, Field, Filter } from '../../../src/core/mlflow/filter/ast';
import { checkFilter } from '../../../src/core/mlflow/filter/filter';
import { printFilter, quoteText } from '../../../src/core/mlflow/filter/printFilter';
import corpus from './corpus.json';

interface Verdict {
  readonly filter: string;
  /** Whether MLflow 3.17 takes it; test/host/filter.test.ts asks a server. */
  readonly mlflow: boolean;
  /** Why Runlens refuses what MLflow takes. */
  readonly stricter?: string;
}

const verdicts: readonly Verdict[] = corpus;

function clauses(text: string): readonly Clause[] {
  const check = checkFilter(text);
  if (!check.ok) {
    throw new Error(check.message);
  }
  return check.ast.clauses;
}

function message(text: string): string {
  const check = checkFilter(text);
  return check.ok ? 'accepted' : check.message;
}

describe('checkFilter', () => {
  it('takes what MLflow takes, but for what can never be meant', () => {
    const differing = verdicts.filter(
      ({ filter, mlflow, stricter }) => checkFilter(filter).ok !== (mlflow && stricter === undefined),
    );
    expect(differing).toEqual([]);
    expect(verdicts.length).toBeGreaterThan(400);
  });

  it.each([
    ['metrics.lr > abc', '“metrics.lr > abc”: a number is expected after >, at column 14.'],
    ['params.lr = 0.1', "“params.lr = 0.1”: a text in quotes is expected after =: '0.1', at column 13."],
    [
      'metrics.a > 1 OR metrics.b > 1',
      '“metrics.a > 1 OR metrics.b > 1”: MLflow’s filters have no OR, only AND, at column 15.',
    ],
    ["params.lr = 'a", "“params.lr = 'a”: the quote ' has no end, at column 13."],
    [
      'metrics.val/acc > 1',
      '“metrics.val/acc > 1”: a name with / stands in backticks, as in metrics.`val/loss`, at column 12.',
    ],
    ['lr > 1', '“lr > 1”: lr is no attribute of runs; metrics.lr, params.lr or tags.lr may be meant, at column 1.'],
    ["Status = 'x'", "“Status = 'x'”: Status is no attribute of runs; status in lower case is, at column 1."],
    [
      "status IN ('a')",
      "“status IN ('a')”: attributes such as status take =, !=, LIKE and ILIKE, not IN, at column 8.",
    ],
    ['metrics.a >', '“metrics.a >”: a number is expected after >, at column 12.'],
  ])('tells what is wrong with %s, and where', (filter, expected) => {
    expect(message(filter)).toBe(expected);
  });

  it('shows the part around the fault of a long filter', () => {
    const long = `${'metrics.a > 1 AND '.repeat(20)}metrics.b > x`;
    expect(message(long)).toBe('“…metrics.a > 1 AND metrics.b > x”: a number is expected after >, at column 373.');
  });

  it('refuses more text than a filter can be', () => {
    expect(message('x'.repeat(10_001))).toContain('a filter has 10,000 characters at most');
  });

  it('reads fields, operators and values', () => {
    expect(
      clauses("parameter.`learning rate` iLike '%e-3' and created >= -1e3 AND attr.run_id not in ('a', \"b\",)"),
    ).toEqual([
      { kind: 'text', field: { kind: 'param', key: 'learning rate' }, operator: 'ILIKE', value: '%e-3' },
      { kind: 'number', field: { kind: 'attribute', key: 'start_time' }, operator: '>=', value: -1000 },
      { kind: 'list', field: { kind: 'attribute', key: 'run_id' }, operator: 'NOT IN', values: ['a', 'b'] },
    ]);
    expect(clauses('tags.mlflow.parentRunId IS NULL')).toEqual([
      { kind: 'null', field: { kind: 'tag', key: 'mlflow.parentRunId' }, operator: 'IS NULL' },
    ]);
  });

  it('keeps what stands between quotes, and resolves escapes in lists only, as MLflow does', () => {
    expect(clauses(String.raw`params.a = 'it''s \' x'`)).toMatchObject([{ value: String.raw`it''s \' x` }]);
    expect(clauses(String.raw`run_id IN ('it\'s', "a\\b")`)).toMatchObject([{ values: ["it's", String.raw`a\b`] }]);
  });

  it('takes an empty filter as no condition', () => {
    expect(clauses('')).toEqual([]);
    expect(clauses('  \n')).toEqual([]);
  });

  it('takes any text without a fault, and names a column inside it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'metrics.',
        'a',
        ' ',
        '>',
        '=',
        "'",
        '"',
        '`',
        '(',
        ')',
        ',',
        'IN',
        'NOT',
        'NULL',
        'IS',
        '\\',
        '1',
        'AND',
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const check = checkFilter(text);
        if (!check.ok) {
          expect(check.column).toBeGreaterThanOrEqual(1);
          expect(check.column).toBeLessThanOrEqual(text.length + 1);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

const printable = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .filter((text) => quoteText(text) !== undefined && !/\\['"]/u.test(text));
const key = printable.filter((text) => !text.includes('`') || !text.includes('"'));
const named: fc.Arbitrary<Field> = fc.record({ kind: fc.constantFrom('param' as const, 'tag' as const), key });
const numeric: fc.Arbitrary<Field> = fc.oneof(
  fc.record({ kind: fc.constant('metric' as const), key }),
  fc.record({
    kind: fc.constant('attribute' as const),
    key: fc.constantFrom('start_time' as const, 'end_time' as const),
  }),
);
const listed: fc.Arbitrary<Field> = fc.oneof(
  fc.constant<Field>({ kind: 'attribute', key: 'run_id' }),
  fc.record({
    kind: fc.constant('dataset' as const),
    key: fc.constantFrom('name' as const, 'digest' as const, 'context' as const),
  }),
);
const clause: fc.Arbitrary<Clause> = fc.oneof(
  fc.record({
    kind: fc.constant('number' as const),
    field: numeric,
    operator: fc.constantFrom('=' as const, '!=' as const, '>' as const, '>=' as const, '<' as const, '<=' as const),
    value: fc.double({ noNaN: true }).map((value) => value + 0),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    field: fc.oneof(named, listed),
    operator: fc.constantFrom('=' as const, '!=' as const, 'LIKE' as const, 'ILIKE' as const),
    value: fc.oneof(printable, fc.constant('')),
  }),
  fc.record({
    kind: fc.constant('list' as const),
    field: listed,
    operator: fc.constantFrom('IN' as const, 'NOT IN' as const),
    values: fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('null' as const),
    field: named,
    operator: fc.constantFrom('IS NULL' as const, 'IS NOT NULL' as const),
  }),
);
const anyFilter: fc.Arbitrary<Filter> = fc.record({ clauses: fc.array(clause, { maxLength: 5 }) });

describe('printFilter', () => {
  it('prints what reads as the same filter', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const text = printFilter(filter);
        expect(text).toBeDefined();
        expect(clauses(text ?? '')).toEqual(filter.clauses);
      }),
    );
  });

  it('has no form for a text with both kinds of quotes', () => {
    expect(quoteText("it's")).toBe('"it\'s"');
    expect(quoteText('"it\'s"')).toBeUndefined();
    expect(quoteText('C:\\')).toBeUndefined();
  });
});
