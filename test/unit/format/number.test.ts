import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatNumber } from '../../../src/core/format/number';

describe('formatNumber', () => {
  it.each([
    [0.8731, '0.8731'],
    [0.873, '0.8730'],
    [19.7, '19.70'],
    [0.99999, '1.000'],
    [0, '0'],
    [-0.5, '-0.5000'],
    [42, '42'],
    [12480, '12,480'],
    [12480.7, '12,481'],
    [0.0000013, '1.3e-6'],
    [12_345_678, '1.235e7'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-1.7976931348623157e308, '-∞'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('keeps every ordinary number within a thousandth of what it writes', () => {
    const ordinary = fc.double({ min: 0.001, max: 9_999_999, noNaN: true });
    fc.assert(
      fc.property(ordinary, (value) => {
        const written = Number(formatNumber(value).replaceAll(',', ''));
        expect(Math.abs(written - value)).toBeLessThanOrEqual(value * 1e-3);
      }),
    );
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [384, '384 B'],
    [1_900_000, '1.9 MB'],
    [4_090_000, '4.1 MB'],
    [999_600, '1.0 MB'],
    [250_000_000, '250 MB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatCount', () => {
  it('groups thousands and knows the singular', () => {
    expect(formatCount(1, 'run', 'runs')).toBe('1 run');
    expect(formatCount(1204, 'run', 'runs')).toBe('1,204 runs');
  });
});
