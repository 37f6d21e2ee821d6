/** What the demo keeps between two starts: the runs that the examples have logged. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDirectory } from '../../test/rig/cache';
import { root } from '../../test/rig/directories';

/** The folder that the demo opens. */
export const examples = join(root, 'examples');

/** The demo's own directory. */
export interface DemoData {
  /** Holds MLflow's store and its artifacts. */
  readonly store: string;
  /** True when the examples have been trained into the store to the end, as they are now. */
  readonly seeded: boolean;
  /** Notes that they have. */
  readonly markSeeded: () => Promise<void>;
}

/** Opens the directory `name` of the cache; what is not complete, or of other examples, is thrown away. */
export async function openData(name: string, fresh: boolean): Promise<DemoData> {
  const store = join(cacheDirectory(), name);
  const marker = join(store, 'seeded');
  const wanted = await digest();
  const seeded = !fresh && existsSync(marker) && (await readFile(marker, 'utf8')) === wanted;
  if (!seeded) {
    await rm(store, { recursive: true, force: true });
  }
  await mkdir(store, { recursive: true });
  return { store, seeded, markSeeded: () => writeFile(marker, wanted) };
}

async function digest(): Promise<string> {
  const hash = createHash('sha256');
  const scripts = (await readdir(examples)).filter((name) => name.endsWith('.py')).sort();
  for (const name of scripts) {
    hash.update(name).update(await readFile(join(examples, name)));
  }
  return hash.digest('hex');
}
