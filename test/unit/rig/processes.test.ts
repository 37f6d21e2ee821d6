import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { cleanEnvironment, startProcess } from '../../rig/processes';
import { waitFor } from '../../rig/wait';

const shell = (script: string): Parameters<typeof startProcess>[0] => ({
  name: 'sample',
  command: '/bin/sh',
  args: ['-c', script],
  cwd: tmpdir(),
  env: cleanEnvironment(tmpdir()),
});

it('ends what the process has started, too', async () => {
  const sample = startProcess(shell('sleep 1000 & echo $!; wait'));
  const child = await waitFor(() => Number(sample.log()) || undefined, { what: 'The pid', timeoutMs: 5000 });
  await sample.dispose();
  await waitFor(() => !isRunning(child), { what: 'The end of the child', timeoutMs: 5000 });
});

it('tells how a process has ended, with what it printed', async () => {
  const sample = startProcess(shell('echo no such port; exit 3'));
  await waitFor(() => endOf(sample.assertAlive), { what: 'The end', timeoutMs: 5000 });
  expect(sample.assertAlive).toThrow(/sample: it ended with code 3\s+no such port/);
  await sample.dispose();
});

it('gives a process none of the settings of the one who tests', () => {
  process.env.MLFLOW_TRACKING_TOKEN = 'secret';
  expect(cleanEnvironment('/home/of/tests')).toMatchObject({ HOME: '/home/of/tests' });
  expect(cleanEnvironment('/home/of/tests')).not.toHaveProperty('MLFLOW_TRACKING_TOKEN');
  delete process.env.MLFLOW_TRACKING_TOKEN;
});

function endOf(assertAlive: () => void): boolean {
  try {
    assertAlive();
    return false;
  } catch {
    return true;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
