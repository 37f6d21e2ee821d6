import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteCache } from '../../../src/core/artifacts/byteCache';

const bytes = (length: number): Uint8Array => new Uint8Array(length);

describe('the byte cache', () => {
  it('drops what was used longest ago', () => {
    const cache = new ByteCache(10);
    cache.set('a', bytes(4));
    cache.set('b', bytes(4));
    cache.get('a');
    cache.set('c', bytes(4));
    expect(['a', 'b', 'c'].filter((key) => cache.get(key) !== undefined)).toEqual(['a', 'c']);
  });

  it('does not give up everything for a file that is too large for it', () => {
    const cache = new ByteCache(10);
    cache.set('a', bytes(4));
    cache.set('b', bytes(11));
    expect(cache.get('a')).toHaveLength(4);
    expect(cache.get('b')).toBeUndefined();
  });

  it('never holds more than its limit, and always the last that fits', () => {
    const writes = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(15)));
    fc.assert(
      fc.property(writes, (all) => {
        const cache = new ByteCache(12);
        for (const [key, length] of all) {
          cache.set(key, bytes(length));
          const held = ['a', 'b', 'c', 'd', 'e'].map((each) => cache.get(each)?.byteLength ?? 0);
          expect(held.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(12);
          expect(cache.get(key)?.byteLength).toBe(length <= 12 ? length : undefined);
        }
      }),
    );
  });

  it('is empty after it was cleared', () => {
    const cache = new ByteCache(10);
    cache.set('a', bytes(10));
    cache.clear();
    expect(cache.get('a')).toBeUndefined();
    cache.set('b', bytes(10));
    expect(cache.get('b')).toHaveLength(10);
  });
});
