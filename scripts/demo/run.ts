/** The steps of the demo, in order. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory, withLock } from '../../test/rig/cache';
import { temporaryDirectory } from '../../test/rig/directories';
import { startMlflow } from '../../test/rig/mlflow';
import { pythonEnvironment } from '../../test/rig/python';
import { ensureSystem } from '../../test/rig/system';
import { installVscode } from '../../test/rig/vscodeInstall';
import type { DemoOptions } from './arguments';
import { checkDemo } from './check/run';
import { openData } from './data';
import { deleteEarlierRuns } from './earlierRuns';
import { startEditor } from './editor';
import { packagedExtension } from './packagedExtension';
import { Progress } from './progress';
import { startLiveTraining, trainExamples } from './training';

/** Starts the demo. Without `check` it stays until the process is told to stop. */
export async function runDemo(options: DemoOptions): Promise<number> {
  // A check must see what the examples log and nothing that a person added.
  const name = options.check ? 'demo-check' : 'demo';
  if (existsSync(join(cacheDirectory(), `${name}.lock`))) {
    console.log('Another demo is open, or was killed. This one starts when that has ended.');
  }
  const result = { code: 1 };
  await withLock(name, async () => {
    result.code = await runSteps(options, name);
  });
  return result.code;
}

async function runSteps(options: DemoOptions, name: string): Promise<number> {
  const progress = new Progress(options.check ? 9 : 8);
  await progress.step('Checking the system', () =>
    ensureSystem('compiler', 'python', ...(options.check ? (['chromium'] as const) : [])),
  );
  await progress.step('Installing VS Code 1.139', () => installVscode('1.139'));
  const python = await progress.step('Installing Python packages', () => pythonEnvironment('jupyter'));

  const data = await openData(name, options.fresh);
  const starting = startMlflow({ directory: data.store, env: { MLFLOW_DISABLE_TELEMETRY: 'true' } });
  starting.catch(() => undefined);
  const home = await temporaryDirectory('demo');
  const vsix = await progress.step('Packaging the extension', () => packagedExtension(home.path));
  const mlflow = await progress.step('Starting MLflow', () => starting);
  const training = { trackingUri: mlflow.uri, python, home: home.path };

  await progress.step('Training the examples', async (report) => {
    if (!data.seeded) {
      await trainExamples(training, report);
      await data.markSeeded();
    }
  });
  await progress.step('Starting a live training run', async () => {
    await deleteEarlierRuns(mlflow.uri, 'digits', 'sgd-live');
    startLiveTraining(training);
  });
  const url = await progress.step('Starting VS Code', () => startEditor({ vsix, training, port: options.port }));
  if (options.check) {
    const { passed, failed } = await progress.step('Driving the page', () => checkDemo(url));
    console.log(`demo check: ${passed} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  }
  console.log(`\nRunlens demo: ${url}\nMLflow's own pages: ${mlflow.uri}\nCtrl-C stops everything.`);
  return new Promise<never>(() => undefined);
}
