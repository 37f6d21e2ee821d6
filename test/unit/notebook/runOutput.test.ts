import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRunOutput, readRunOutput } from '../../../src/core/notebook/runOutput';
import { runOutput } from './runOutputs';

describe('the output of a logged cell', () => {
  it('is read from bytes, text and JSON values alike', () => {
    const text = JSON.stringify(runOutput());
    const read = parseRunOutput(new TextEncoder().encode(text));
    expect(read).toEqual(parseRunOutput(text));
    expect(read).toEqual(parseRunOutput(runOutput()));
    expect(read?.run).toMatchObject({ name: 'trial-17', status: 'FINISHED', experimentName: 'credit-risk' });
    expect(read?.cell).toEqual({ id: 'abc', executionCount: 7 });
    expect(read?.metrics[0]).toMatchObject({ key: 'val_auc', value: 0.8731, previous: 0.8519 });
    expect(read?.models).toEqual([
      { name: 'model', modelId: 'm-1', registered: { name: 'iris', version: '3', alias: 'challenger' } },
    ]);
  });

  it('may leave out all but the run', () => {
    const { version, run } = runOutput();
    expect(parseRunOutput({ version, run })).toMatchObject({ params: [], metrics: [], children: 0, notices: [] });
  });

  it('has values that JSON cannot write', () => {
    const metrics = ['NaN', 'Infinity', '-Infinity'].map((value) => ({
      key: value,
      value,
      step: 1,
      points: [[0, value]],
    }));
    const read = parseRunOutput(runOutput({ metrics }));
    expect(read?.metrics.map(({ value }) => value)).toEqual([Number.NaN, Infinity, -Infinity]);
    expect(read?.metrics[0]?.points).toEqual([[0, Number.NaN]]);
  });

  it('of another version is told apart from what is broken', () => {
    expect(readRunOutput({ version: 2, anything: true })).toEqual({ kind: 'otherVersion', version: 2 });
    for (const broken of [undefined, null, '', '{', '[]', 7, { version: '1' }, { version: 1 }, { version: 1e300 }]) {
      expect(readRunOutput(broken)).toEqual({ kind: 'unreadable' });
    }
  });

  it.each([
    ['a run id that is a path', { run: { ...runOutput().run, run_id: '../../../etc/passwd' } }],
    ['an experiment id with a filter in it', { run: { ...runOutput().run, experiment_id: "1' OR '1" } }],
    ['a status of its own', { run: { ...runOutput().run, status: 'WON' } }],
    ['a time past all times', { run: { ...runOutput().run, start_time: 1e300 } }],
    ['a count that is no number', { children: 'many' }],
    ['a count that is infinite', { param_count: Infinity }],
    ['a step between two', { metrics: [{ key: 'a', value: 1, step: 0.5, points: [] }] }],
    ['a word for a number', { metrics: [{ key: 'a', value: 'best', step: 1, points: [] }] }],
  ])('is refused with %s', (_what, change) => {
    expect(parseRunOutput({ ...runOutput(), ...change })).toBeUndefined();
  });

  it.each(['javascript:alert(1)', 'file:///etc', 'ftp://host', '', 'http://'])('names no server by %s', (uri) => {
    const read = parseRunOutput(runOutput({ tracking_uri: uri }));
    expect(read).toBeDefined();
    expect(read?.trackingUri).toBeUndefined();
  });

  it('never has the user name and password of an address', () => {
    expect(parseRunOutput(runOutput({ tracking_uri: 'https://me:secret@host/mlflow/' }))?.trackingUri).toBe(
      'https://host/mlflow',
    );
  });

  it('is bounded in length, numbers and size', () => {
    const read = parseRunOutput(
      runOutput({
        params: Array.from({ length: 5000 }, (_, i) => [`p${i}`, 'x'.repeat(2000)]),
        metrics: Array.from({ length: 400 }, (_, i) => ({
          key: `m${i}`,
          value: i,
          step: 1,
          points: Array.from({ length: 500 }, (_p, step) => [step, step]),
        })),
        metric_count: 400,
        notices: Array.from({ length: 50 }, () => 'n'),
      }),
    );
    expect(read?.params).toHaveLength(100);
    expect(read?.params[0]?.[1].length).toBeLessThanOrEqual(500);
    expect(read?.metrics).toHaveLength(30);
    expect(read?.metrics[0]?.points).toHaveLength(64);
    expect(read?.metricCount).toBe(400);
    expect(read?.notices).toHaveLength(20);
    expect(parseRunOutput(`${JSON.stringify(runOutput())}${' '.repeat(1_000_001)}`)).toBeUndefined();
  });

  it('has no character that could deceive, and no key that could reach an object’s prototype', () => {
    const name = '\u202eexe.gpj\u0000\u001b[31m<img src=x onerror=alert(1)>';
    const text = JSON.stringify(runOutput({ run: { ...runOutput().run, run_name: name } })).replace(
      '{',
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    const read = parseRunOutput(text);
    expect(read?.run.name).toBe('exe.gpj [31m<img src=x onerror=alert(1)>');
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });

  it('never throws, whatever a notebook holds', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true }),
        (value) => {
          expect(() => readRunOutput(value)).not.toThrow();
        },
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(readRunOutput(bytes).kind).toBe('unreadable');
      }),
    );
  });

  it('stays within its bounds when one of its fields is anything', () => {
    const fields = Object.keys(runOutput()).filter((field) => field !== 'version');
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue(), (field, value) => {
        const read = parseRunOutput(JSON.stringify({ ...runOutput(), [field]: value }));
        if (read !== undefined) {
          expect(read.run.runId).toMatch(/^[0-9a-f]{32}$/u);
          expect(JSON.stringify(read)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        }
      }),
    );
  });
});
