/** What can be said of the kernel's package without running it. The settings are in python/pyproject.toml. */
import { join } from 'node:path';
import { pythonEnvironment } from '../../test/rig/python';
import type { Outcome } from '../testing/step';
import { runHere } from './runHere';

/** Lints it with ruff. */
export function checkStyle(): Promise<Outcome> {
  return check('ruff', 'check', '.');
}

/** Is it formatted as ruff formats? */
export function checkFormat(): Promise<Outcome> {
  return check('ruff', 'format', '--check', '.');
}

/** Checks its types with mypy. */
export function checkTypes(): Promise<Outcome> {
  return check('mypy');
}

async function check(program: string, ...args: readonly string[]): Promise<Outcome> {
  const { bin } = await pythonEnvironment('tools');
  const holds = (await runHere(join(bin, program), args)) === 0;
  return holds ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
