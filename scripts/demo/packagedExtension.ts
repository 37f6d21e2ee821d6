/** The extension as a person would install it. */
import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withLock } from '../../test/rig/cache';
import { root } from '../../test/rig/directories';
import { packageExtension } from '../packageExtension';

/** Packages the extension and returns a copy in `directory`, which no later packaging replaces. */
export async function packagedExtension(directory: string): Promise<string> {
  const copy = { path: '' };
  await withLock('build', async () => {
    const { path } = await packageExtension();
    copy.path = join(directory, basename(path));
    await copyFile(join(root, path), copy.path);
  });
  return copy.path;
}
