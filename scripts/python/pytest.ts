/** Runs the tests of the kernel's package on a version of MLflow, with a server of the same version beside them. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root, temporaryDirectory } from '../../test/rig/directories';
import { startMlflow } from '../../test/rig/mlflow';
import { cleanEnvironment } from '../../test/rig/processes';
import { pythonEnvironment } from '../../test/rig/python';
import type { Outcome } from '../testing/step';
import { runHere } from './runHere';

const environments = { '3.17': 'jupyter', '2.9': 'jupyter-2.9' } as const;

/** Runs pytest and counts by its report. A suite that breaks without a failed test counts as one that failed. */
export async function runPytest(version: keyof typeof environments, args: readonly string[]): Promise<Outcome> {
  const home = await temporaryDirectory('pytest');
  const [{ python, bin }, server] = await Promise.all([
    pythonEnvironment(environments[version]),
    startMlflow({ version }),
  ]);
  const report = join(root, `test-results/pytest-${version}.xml`);
  await rm(report, { force: true });
  try {
    const code = await runHere(python, ['-m', 'pytest', '-q', `--junit-xml=${report}`, ...args], {
      ...cleanEnvironment(home.path),
      // Hypothesis tries the same values each time in CI, and others for a developer.
      ...(process.env.CI ? { CI: process.env.CI } : {}),
      PATH: `${bin}:${process.env.PATH ?? ''}`,
      PYTHONDONTWRITEBYTECODE: '1',
      RUNLENS_TEST_MLFLOW: server.uri,
    });
    return outcomeOf(await readFile(report, 'utf8').catch(() => ''), code);
  } finally {
    await server.dispose();
    await home.dispose();
  }
}

function outcomeOf(report: string, code: number): Outcome {
  const count = (name: string): number => Number(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`).exec(report)?.[1]);
  const failed = (count('errors') || 0) + (count('failures') || 0);
  const passed = Math.max(0, (count('tests') || 0) - failed - (count('skipped') || 0));
  const broken = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: broken ? 1 : failed };
}
