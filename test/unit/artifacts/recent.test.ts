import { describe, expect, it } from 'vitest';
import { Recent } from '../../../src/core/artifacts/recent';

describe('recent answers', () => {
  it('serve equal questions until they are too old', async () => {
    let now = 0;
    let loads = 0;
    const recent = new Recent<number>(1000, 10, () => now);
    const ask = (): Promise<number> => recent.get('a', () => Promise.resolve(++loads));
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    now = 999;
    expect(await ask()).toBe(1);
    now = 1000;
    expect(await ask()).toBe(2);
  });

  it('forget failures at once', async () => {
    const recent = new Recent<string>(1000, 10);
    await expect(recent.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await recent.get('a', () => Promise.resolve('up'))).toBe('up');
  });

  it('are limited in number', async () => {
    const recent = new Recent<number>(1000, 2, () => 0);
    let loads = 0;
    const ask = (key: string): Promise<number> => recent.get(key, () => Promise.resolve(++loads));
    await ask('a');
    await ask('b');
    await ask('c');
    await ask('c');
    expect(loads).toBe(3);
    expect(await ask('a')).toBe(4);
  });
});
