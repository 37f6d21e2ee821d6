/** The extension as a directory that VS Code can load, apart from the work tree. */
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from './cache';
import { runCommand } from './commands';
import { root, temporaryDirectory, type TemporaryDirectory } from './directories';

const notShipped = new Set(['node_modules', 'out', 'test', 'test-results', 'src', 'webview', 'scripts', 'examples']);

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
    const names = (await readdir(root)).filter((name) => !notShipped.has(name) && !name.startsWith('.'));
    await Promise.all(names.map((name) => cp(join(root, name), join(staged.path, name), { recursive: true })));
  });
  return staged;
}
