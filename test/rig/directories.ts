/** Directories of the rig. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { registerCleanup, type Disposable } from './cleanup';

/** The root of the work tree. */
export const root = resolve(import.meta.dirname, '../..');

/** A temporary directory that is removed when it is disposed of. */
export interface TemporaryDirectory extends Disposable {
  readonly path: string;
}

/** Makes a temporary directory. The name is short, because sockets below it have a limit of about 100 characters. */
export async function temporaryDirectory(name: string): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(tmpdir(), `runlens-${name}-`));
  return {
    path,
    // A server that has just ended may still be closing files in here.
    dispose: registerCleanup(() => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })),
  };
}
