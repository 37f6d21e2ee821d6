/** Fills an MLflow SQLite store with more runs than its REST interface could take in the time of a test. */
import { join } from 'node:path';
import { runCommand } from './commands';
import { root } from './directories';
import { pythonEnvironment } from './python';

interface FillOptions {
  /** The name of a new experiment. */
  readonly experiment: string;
  readonly runs: number;
  /** Per run; called m0, m1 … */
  readonly metrics: number;
  /** Per run; called p0, p1 … */
  readonly params: number;
  /** Points of every metric's history. */
  readonly steps?: number;
}

/** What was written. */
export interface Filled {
  readonly experiment: string;
  /** The ids of the first 1,000 runs. */
  readonly runs: readonly string[];
}

/** Writes the runs into `database`, whose tables a server has created. 10,000 × 20 × 20 take a few seconds. */
export async function fillRuns(database: string, options: FillOptions): Promise<Filled> {
  const { python } = await pythonEnvironment('mlflow-3.17');
  const { experiment, runs, metrics, params, steps = 1 } = options;
  const numbers = Object.entries({ runs, metrics, params, steps }).flatMap(([name, n]) => [`--${name}`, String(n)]);
  const script = join(root, 'test/rig/fill.py');
  return JSON.parse(await runCommand(python, [script, database, '--experiment', experiment, ...numbers])) as Filled;
}
