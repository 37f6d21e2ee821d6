/** `npm run test:host`: runs the host tests inside a real VS Code and prints how they ended. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBrowser } from '../../rig/browser';
import { cleanUp } from '../../rig/cleanup';
import { root, temporaryDirectory } from '../../rig/directories';
import { stageExtension } from '../../rig/extension';
import { startMentioned } from '../../rig/services';
import { readArguments, type LaunchOptions } from './arguments';
import { bundleHostTests, type HostTests } from './bundle';
import { runInHost } from './inHost';
import { instructions, type Report } from './report';

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  const report = await launch(options).finally(cleanUp);
  print(options, report);
  process.exitCode = report.failed > 0 || report.passed === 0 ? 1 : 0;
}

async function launch(options: LaunchOptions): Promise<Report> {
  const extension = await stageExtension(options.build);
  const tests = await bundleHostTests(options.files);
  const directory = await temporaryDirectory('host');
  const reportFile = join(directory.path, 'report.json');
  const workspace = await prepareWorkspace(directory.path);
  const [browser, services] = await Promise.all([
    startBrowser(),
    startMentioned((variables) => tests.mentions(variables)),
  ]);
  const env = { ...services, ...instructionsFor(options, tests, reportFile) };
  const { ended, log } = await runInHost(browser.browser, {
    version: options.version,
    module: tests.runner,
    extension: extension.path,
    workspace,
    env,
    timeoutMs: options.timeoutMs,
    verbose: options.verbose,
  });
  if (!existsSync(reportFile)) {
    const what = ended ? 'Ended without a report' : `No end within ${options.timeoutMs / 1000} s`;
    throw new Error([`${what}. The extension host printed:`, ...log].join('\n'));
  }
  return JSON.parse(await readFile(reportFile, 'utf8')) as Report;
}

/** The tests work on a copy of the examples: they may write to it. */
async function prepareWorkspace(parent: string): Promise<string> {
  const workspace = join(parent, 'workspace');
  const examples = join(root, 'examples');
  if (existsSync(examples)) {
    await cp(examples, workspace, { recursive: true });
  } else {
    await mkdir(workspace);
  }
  return workspace;
}

function instructionsFor(options: LaunchOptions, tests: HostTests, reportFile: string): Record<string, string> {
  return {
    [instructions.reportFile]: reportFile,
    [instructions.files]: JSON.stringify(tests.files),
    ...(options.grep === undefined ? {} : { [instructions.grep]: options.grep }),
  };
}

function print(options: LaunchOptions, report: Report): void {
  for (const failure of report.failures) {
    console.log(`\nFAILED  ${failure.title}\n${failure.error.replace(/^/gm, '    ')}`);
  }
  const skipped = report.pending > 0 ? `, ${report.pending} skipped` : '';
  console.log(`\nhost ${options.version}: ${report.passed} passed, ${report.failed} failed${skipped}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
