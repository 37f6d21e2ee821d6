/** `npm run rig`: installs all that the tests need beside the packages of npm, so that they start at once. */
import { cacheDirectory } from '../test/rig/cache';
import { pythonEnvironment } from '../test/rig/python';
import { ensureSystem } from '../test/rig/system';
import { installVscode, vscodeVersions } from '../test/rig/vscodeInstall';

async function main(): Promise<void> {
  await ensureSystem('compiler', 'python', 'chromium', 'postgresql', 'openssl');
  await Promise.all([
    installEditors(),
    pythonEnvironment('mlflow-3.17').then(async () => pythonEnvironment('mlflow-2.9')),
  ]);
  console.log(`Everything is in ${cacheDirectory()}`);
}

/** One after the other: compiling their native modules takes all cores. */
async function installEditors(): Promise<void> {
  for (const version of vscodeVersions) {
    await installVscode(version);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
