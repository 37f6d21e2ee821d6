/** One step of `npm test`: a command of its own, with an outcome that can be counted. */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { registerCleanup } from '../../test/rig/cleanup';
import { root } from '../../test/rig/directories';

/** A step. */
export interface Step {
  readonly name: string;
  /** What `npm run` is to run. */
  readonly script: readonly string[];
  /** How many tests passed and failed; without it the step counts as one test. */
  readonly count?: (output: string) => Promise<Outcome> | Outcome;
  readonly limitMinutes: number;
}

/** How many tests of a step passed and failed. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

/** A step that has run. */
export interface Result extends Outcome {
  readonly name: string;
  readonly seconds: number;
}

/** Runs a step; its output appears as it comes. Never rejects: a step that cannot run has failed. */
export async function runStep(step: Step): Promise<Result> {
  console.log(`\n── ${step.name}: npm run ${step.script.join(' ')}`);
  const started = Date.now();
  const { code, output } = await runScript(step);
  const outcome = await count(step, code, output);
  return { name: step.name, ...outcome, seconds: Math.round((Date.now() - started) / 1000) };
}

async function count(step: Step, code: number, output: string): Promise<Outcome> {
  const gate = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  if (step.count === undefined) {
    return gate;
  }
  try {
    const outcome = await step.count(output);
    // A suite can fail without a test that failed, such as when a file of it does not load, or when none ran.
    const broken = outcome.failed === 0 && (code !== 0 || outcome.passed === 0);
    return broken ? { ...outcome, failed: 1 } : outcome;
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** Counts by the line that the launchers of the host tests and of the Python tests end with. */
export function countBySummary(output: string): Outcome {
  const line = /^(?:host [\d.]+|python): (\d+) passed, (\d+) failed/m.exec(output);
  if (!line) {
    throw new Error('No summary');
  }
  return { passed: Number(line[1]), failed: Number(line[2]) };
}

/** A step that runs a project of vitest, counted by its JSON report. */
export function vitestStep(name: string, limitMinutes: number): Step {
  const report = `test-results/${name}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return {
    name,
    script: [`test:${name}`, '--', ...reporters],
    limitMinutes,
    count: async () => {
      const text = await readFile(`${root}/${report}`, 'utf8');
      await rm(`${root}/${report}`);
      const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(text) as VitestReport;
      return { passed, failed };
    },
  };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

async function runScript(step: Step): Promise<{ readonly code: number; readonly output: string }> {
  // A group of its own: at the time limit everything in it is told to stop.
  const child = spawn('npm', ['run', ...step.script], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => {
      resolve(1);
    });
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
  const stop = registerCleanup(async () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, 'SIGTERM');
      await ended;
    }
  });
  const limit = setTimeout(() => {
    console.error(`${step.name}: not done within ${step.limitMinutes} minutes`);
    void stop();
  }, step.limitMinutes * 60_000);
  const code = await ended;
  clearTimeout(limit);
  await stop();
  return { code, output };
}
