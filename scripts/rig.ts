/** `npm run rig`: installs all that the tests need beside the packages of npm, so that they start at once. */
import { cacheDirectory } from '../test/rig/cache';
import { pythonEnvironment, pythonEnvironmentNames } from '../test/rig/python';
import { ensureSystem } from '../test/rig/system';
import { installVscode, vscodeVersions } from '../test/rig/vscodeInstall';

async function main(): Promise<void> {
  await ensureSystem('compiler', 'python', 'chromium', 'postgresql', 'openssl');
  await Promise.all([installEditors(), installPython()]);
  console.log(`Everything is in ${cacheDirectory()}`);
}

/** One after the other: they have most packages in common, which the second then finds. */
async function installPython(): Promise<void> {
  for (const name of pythonEnvironmentNames) {
    await pythonEnvironment(name);
  }
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
