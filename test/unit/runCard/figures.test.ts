import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveOf } from '../../../webview/runCard/curve';
import { deltaOf } from '../../../webview/runCard/delta';

describe('the change of a metric', () => {
  it.each([
    ['val_auc', 0.8731, 0.8519, '▲ 0.0212', 'better by 0.0212'],
    ['val_auc', 0.6214, 0.8519, '▽ 0.2305', 'worse by 0.2305'],
    ['val_loss', 0.3102, 0.3348, '▼ 0.0246', 'better by 0.0246'],
    ['val_loss', 0.4, 0.3, '△ 0.1000', 'worse by 0.1000'],
    ['rows', 12480, 12000, '▲ 480', 'better by 480'],
    ['auc', 0.5, 0.5, '＝', 'the same as before'],
  ])('%s from %f to %f', (key, value, previous, text, words) => {
    expect(deltaOf(key, value, previous)).toMatchObject({ text, words });
  });

  it('is not told where a side is missing or no number', () => {
    for (const [value, previous] of [
      [1, undefined],
      [Number.NaN, 1],
      [1, Infinity],
    ] as const) {
      expect(deltaOf('auc', value, previous)).toBeUndefined();
    }
  });

  it('is never zero where the values differ, and never long', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const text = deltaOf('auc', a, b)?.text ?? '';
        expect(text.length).toBeLessThanOrEqual(16);
        if (a !== b && Number.isFinite(a - b)) {
          expect(text).not.toMatch(/^. 0(?:\.0+)?$/u);
        }
      }),
    );
  });
});

describe('a curve', () => {
  const steps = { first: 0, last: 10 };

  it('goes through its points, low values at the bottom', () => {
    expect(
      curveOf(
        [
          [0, 1],
          [5, 3],
          [10, 2],
        ],
        steps,
      )?.line,
    ).toBe('M0 17L150 3L300 10');
  });

  it('has a gap where a value is not a number, and ends at the last that is', () => {
    const curve = curveOf(
      [
        [0, 0],
        [2, 1],
        [4, Number.NaN],
        [6, 1],
        [8, 0],
        [10, Infinity],
      ],
      steps,
    );
    expect(curve?.line.match(/M/gu)).toHaveLength(2);
    expect(curve?.end).toEqual([240, 17]);
  });

  it('needs two values at two steps', () => {
    expect(curveOf([[0, 1]], steps)).toBeUndefined();
    expect(
      curveOf(
        [
          [0, 1],
          [3, Number.NaN],
        ],
        steps,
      ),
    ).toBeUndefined();
    expect(
      curveOf(
        [
          [0, 1],
          [0, 2],
        ],
        { first: 0, last: 0 },
      ),
    ).toBeUndefined();
  });

  it('stays in its box, whatever the values', () => {
    const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 10 }), fc.double()), { minLength: 2, maxLength: 64 });
    fc.assert(
      fc.property(points, (unsorted) => {
        const curve = curveOf(
          [...unsorted].sort(([a], [b]) => a - b),
          steps,
        );
        const numbers = curve?.area.match(/-?[\d.]+|NaN|Infinity/gu)?.map(Number) ?? [];
        for (const number of numbers) {
          expect(number).toBeGreaterThanOrEqual(0);
          expect(number).toBeLessThanOrEqual(300);
        }
      }),
    );
  });
});
