/** What the rig has installed, kept outside the work tree so that a clean clone finds it again. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { registerCleanup } from './cleanup';
import { waitFor } from './wait';

const installTimeoutMs = 30 * 60_000;

/** The cache directory: `RUNLENS_CACHE`, or `runlens` in the platform's own place for caches. */
export function cacheDirectory(): string {
  if (process.env.RUNLENS_CACHE) {
    return process.env.RUNLENS_CACHE;
  }
  if (process.platform === 'darwin') {
    return join(homedir(), 'Library/Caches/runlens');
  }
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'runlens');
}

/**
 * The directory `key` of the cache, made by `install` when it is not there. The key holds every version that went in.
 * An install that fails or is interrupted leaves nothing behind that a later one could take for complete.
 */
export async function cached(key: string, install: (directory: string) => Promise<void>): Promise<string> {
  const directory = join(cacheDirectory(), key);
  if (!existsSync(directory)) {
    await withLock(key, async () => {
      if (!existsSync(directory)) {
        await installInto(directory, key, install);
      }
    });
  }
  return directory;
}

/** Runs `action` while no other process runs one under the same name. */
export async function withLock(name: string, action: () => Promise<void>): Promise<void> {
  await mkdir(cacheDirectory(), { recursive: true });
  const lock = join(cacheDirectory(), `${name}.lock`);
  await waitFor(() => takeLock(lock), {
    what: `Waiting for another process to install ${name}`,
    timeoutMs: installTimeoutMs,
    intervalMs: 500,
  });
  const release = registerCleanup(() => releaseLock(lock));
  try {
    await action();
  } finally {
    await release();
  }
}

async function installInto(directory: string, key: string, install: (at: string) => Promise<void>): Promise<void> {
  const started = Date.now();
  const partial = `${directory}.partial`;
  console.error(`Installing ${key} …`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  await install(partial);
  await rename(partial, directory);
  console.error(`Installed ${key} in ${Math.round((Date.now() - started) / 1000)} s`);
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    await dropStaleLock(lock);
    return false;
  }
}

async function dropStaleLock(lock: string): Promise<void> {
  const owner = Number(await readFile(lock, 'utf8'));
  // An empty lock is one that is being written just now, unless it stays so.
  const abandoned = owner > 0 ? !isRunning(owner) : Date.now() - (await stat(lock)).mtimeMs > 10_000;
  if (abandoned) {
    await unlink(lock);
  }
}

async function releaseLock(lock: string): Promise<void> {
  const owner = await readFile(lock, 'utf8').catch(() => '');
  if (owner === String(process.pid)) {
    await unlink(lock);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
