import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cached, withLock } from '../../rig/cache';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runlens-cache-'));
  vi.stubEnv('RUNLENS_CACHE', directory);
  vi.spyOn(console, 'error').mockReturnValue();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(directory, { recursive: true });
});

it('installs once, also when two ask at the same time', async () => {
  const install = vi.fn(async (at: string) => writeFile(join(at, 'file'), 'content'));
  const [first, second] = await Promise.all([cached('thing-1', install), cached('thing-1', install)]);
  expect(first).toBe(second);
  expect(await readFile(join(first, 'file'), 'utf8')).toBe('content');
  expect(install).toHaveBeenCalledTimes(1);
});

it('takes a failed installation for none', async () => {
  await expect(cached('thing-1', () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
  expect(existsSync(join(directory, 'thing-1'))).toBe(false);
  await cached('thing-1', () => Promise.resolve());
  expect(existsSync(join(directory, 'thing-1'))).toBe(true);
});

it('takes over the lock of a process that is gone', async () => {
  const noProcess = 2 ** 22 + 1;
  await writeFile(join(directory, 'work.lock'), String(noProcess));
  const work = vi.fn(() => Promise.resolve());
  await withLock('work', work);
  expect(work).toHaveBeenCalledTimes(1);
  expect(existsSync(join(directory, 'work.lock'))).toBe(false);
});
