/** Runs the scripts of `examples/` against the demo's server, as a person would. */
import type { Disposable } from '../../test/rig/cleanup';
import { runCommand } from '../../test/rig/commands';
import { cleanEnvironment, startProcess } from '../../test/rig/processes';
import type { PythonEnvironment } from '../../test/rig/python';
import { examples } from './data';
import type { Report } from './progress';

/** Where and with what the examples are trained. */
export interface Training {
  readonly trackingUri: string;
  readonly python: PythonEnvironment;
  /** A home directory apart from the person's. */
  readonly home: string;
}

// The two longest first: two train at a time, because the machine that has to suffice has two cores.
const scripts = ['train_digits.py', 'train_breast_cancer.py', 'train_diabetes.py', 'train_wine.py'];
const atOnce = 2;
const liveSteps = 4 * 60 * 60;

/** Trains all examples to their end. */
export async function trainExamples(training: Training, report: Report): Promise<void> {
  const waiting = [...scripts];
  let finished = 0;
  const work = async (): Promise<void> => {
    for (let script = waiting.shift(); script !== undefined; script = waiting.shift()) {
      await runCommand(training.python.python, [script], place(training));
      finished += 1;
      report(`${finished} of ${scripts.length}`);
    }
  };
  report(`0 of ${scripts.length}`);
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Starts the run that stays RUNNING while the demo is open. Disposing of it ends the run as KILLED. */
export function startLiveTraining(training: Training): Disposable {
  const args = ['train_live.py', '--steps', String(liveSteps)];
  return startProcess({ name: 'Live training', command: training.python.python, args, ...place(training) });
}

/** The environment in which `python train_….py` logs to the demo's server. */
export function trainingEnvironment(training: Training): Readonly<Record<string, string>> {
  return {
    MLFLOW_TRACKING_URI: training.trackingUri,
    MLFLOW_DISABLE_TELEMETRY: 'true',
    PATH: `${training.python.bin}:${process.env.PATH ?? ''}`,
    // Small matrices gain nothing from threads, and two trainings at once would fight for the cores.
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

function place(training: Training): { cwd: string; env: NodeJS.ProcessEnv } {
  return { cwd: examples, env: cleanEnvironment(training.home, trainingEnvironment(training)) };
}
