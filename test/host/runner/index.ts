/** Runs the host tests inside VS Code's extension host: VS Code calls `run`, and tells the page how it ended. */
import { writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import Mocha from 'mocha';
import { instructions, type Failure, type Report } from './report';

/** Runs the test files that the launcher named. Rejects when a test failed. */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 30_000,
    slow: 2000,
    reporter: 'min',
    ...(process.env[instructions.grep] ? { grep: process.env[instructions.grep] } : {}),
  });
  for (const file of JSON.parse(required(instructions.files)) as string[]) {
    mocha.addFile(file);
  }
  const report = await runMocha(mocha);
  await writeFile(required(instructions.reportFile), JSON.stringify(report));
  if (report.failed > 0) {
    throw new Error(`${report.failed} host tests failed`);
  }
}

async function runMocha(mocha: Mocha): Promise<Report> {
  const failures: Failure[] = [];
  const started = Date.now();
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures.length, pending, failures, durationMs: Date.now() - started });
    });
    runner.on('fail', (test, error: unknown) =>
      failures.push({ title: test.fullTitle(), error: describeError(error) }),
    );
  });
}

/** The stack, and what an assertion compared: the launcher shows no more than this. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const compared = ['actual', 'expected'].filter((name) => name in error).map((name) => describeValue(error, name));
  return [error.stack ?? error.message, ...compared].join('\n');
}

function describeValue(error: Error, name: string): string {
  const value: unknown = Reflect.get(error, name);
  const text = typeof value === 'string' ? value : inspect(value);
  return `${name}: ${text.slice(0, 2000)}`;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: start the host tests with npm run test:host`);
  }
  return value;
}
