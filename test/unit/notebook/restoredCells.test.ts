import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellDetail, cellLabel, MAX_CELLS_BYTES, parseCells } from '../../../src/core/notebook/restoredCells';

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const file = (cells: unknown) => encode({ version: 1, cells });

describe('the cells that a run keeps', () => {
  it('are read as they were written', () => {
    const cells = [
      { cell_id: 'a', execution_count: 1, source: 'import mlflow' },
      { cell_id: null, execution_count: null, source: '%%mlflow\nfit("ü")\n' },
    ];
    expect(parseCells(file(cells))).toEqual([
      { source: 'import mlflow', executionCount: 1 },
      { source: '%%mlflow\nfit("ü")\n', executionCount: undefined },
    ]);
  });

  it('are refused as a whole with a reason where they are not what they should be', () => {
    expect(() => parseCells(file([{ source: 1 }]))).toThrow(/cells\.0\.source/u);
    expect(() => parseCells(encode({ version: 2, cells: [] }))).toThrow(/version/u);
    expect(() => parseCells(new TextEncoder().encode('<html>'))).toThrow(/The file/u);
    expect(() => parseCells(file(Array.from({ length: 5001 }, () => ({ source: '' }))))).toThrow(/cells/u);
    expect(() => parseCells(new Uint8Array(MAX_CELLS_BYTES + 1))).toThrow(/more than/u);
  });

  it('never take the prototype of an object along', () => {
    const [cell] = parseCells(new TextEncoder().encode('{"version":1,"cells":[{"source":"x","__proto__":{"a":1}}]}'));
    expect(Object.keys(cell ?? {})).toEqual(['source', 'executionCount']);
  });

  it('have one line each in a list, whatever is in them', () => {
    expect(cellLabel({ source: '\n\n  fit()\nshow()', executionCount: 1 })).toBe('fit()');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (source) => {
        for (const text of [
          cellLabel({ source, executionCount: undefined }),
          cellDetail({ source, executionCount: undefined }),
        ]) {
          expect(text).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
        }
      }),
    );
  });
});
