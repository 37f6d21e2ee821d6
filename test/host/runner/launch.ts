/** `npm run test:host`: runs the host tests inside a real VS Code and prints how they ended. */
import { startBrowser } from '../../rig/browser';
import { cleanUp } from '../../rig/cleanup';
import { readArguments, type LaunchOptions } from './arguments';
import { runInHost } from './inHost';
import { prepareRun } from './prepare';
import { printReport } from './printReport';
import type { Report } from './report';

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  const report = await launch(options).finally(cleanUp);
  process.exitCode = printReport(`host ${options.version}`, report);
}

async function launch(options: LaunchOptions): Promise<Report> {
  const [browser, run] = await Promise.all([startBrowser(), prepareRun(options)]);
  const { version, timeoutMs, verbose } = options;
  const { ended, log } = await runInHost(browser.browser, { ...run, version, timeoutMs, verbose });
  const report = await run.readReport();
  if (report === undefined) {
    const what = ended ? 'Ended without a report' : `No end within ${timeoutMs / 1000} s`;
    throw new Error([`${what}. The extension host printed:`, ...log].join('\n'));
  }
  return report;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
