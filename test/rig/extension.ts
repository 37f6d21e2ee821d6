/** The extension as a directory that VS Code can load, apart from the work tree. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { withLock } from './cache';
import { runCommand } from './commands';
import { root, temporaryDirectory, type TemporaryDirectory } from './directories';

/**
 * Builds the extension, unless `build` is false, and copies what it ships. With a copy, a build that starts during the
 * tests cannot take away the files that they run.
 */
export async function stageExtension(build: boolean): Promise<TemporaryDirectory> {
  const staged = await temporaryDirectory('extension');
  await withLock('build', async () => {
    if (build) {
      await runCommand('npm', ['run', 'build'], { cwd: root });
    }
    const files = await shippedFiles();
    await Promise.all(files.map((file) => cp(join(root, file), join(staged.path, file))));
  });
  return staged;
}

/** The files that the `.vsix` holds, relative to the root of the work tree: what `.vscodeignore` lets through. */
export function shippedFiles(): Promise<readonly string[]> {
  return listFiles({ cwd: root, packageManager: PackageManager.None });
}
