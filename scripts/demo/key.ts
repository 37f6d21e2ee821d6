/** The key under which the demo's browser keeps secrets. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory } from '../../test/rig/cache';

/** The key of this machine, made at the first start. */
export async function secretKey(): Promise<Buffer> {
  const file = join(cacheDirectory(), 'demo-key');
  try {
    return await readFile(file);
  } catch {
    const key = randomBytes(32);
    await mkdir(cacheDirectory(), { recursive: true });
    await writeFile(file, key, { mode: 0o600 });
    return key;
  }
}
