/**
 * `npm run test:desktop`: the host tests in a desktop VS Code, which `@vscode/test-electron` downloads. It needs a
 * display and the network, so CI runs `test:host` instead.
 */
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { cacheDirectory } from '../../rig/cache';
import { cleanUp } from '../../rig/cleanup';
import { temporaryDirectory } from '../../rig/directories';
import { readArguments } from './arguments';
import { prepareRun } from './prepare';
import { printReport } from './printReport';

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  const run = await prepareRun(options);
  const user = await temporaryDirectory('desktop');
  // It rejects when a test failed, which the report tells better.
  const outcome = await runTests({
    version: `${options.version}.0`,
    cachePath: join(cacheDirectory(), 'desktop'),
    extensionDevelopmentPath: [run.extension, ...run.standIns],
    extensionTestsPath: run.module,
    extensionTestsEnv: { ...run.env, HOME: user.path },
    launchArgs: [run.workspace, '--disable-extensions', '--disable-workspace-trust', '--user-data-dir', user.path],
  }).catch((error: unknown) => error);
  const report = await run.readReport();
  if (report === undefined) {
    throw new Error('VS Code ended without a report', { cause: outcome });
  }
  process.exitCode = printReport(`desktop ${options.version}`, report);
}

main()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(cleanUp);
