/** The wheel of the kernel's package. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './commands';
import { root } from './directories';
import { pythonEnvironment } from './python';

/** Builds the wheel into an empty or new directory and returns its path. */
export async function buildWheel(directory: string): Promise<string> {
  const { python } = await pythonEnvironment('tools');
  await runCommand(python, ['-m', 'hatchling', 'build', '-t', 'wheel', '-d', directory], { cwd: join(root, 'python') });
  const wheels = (await readdir(directory)).filter((name) => name.endsWith('.whl'));
  const [wheel] = wheels;
  if (wheel === undefined || wheels.length > 1) {
    throw new Error(`${directory} holds ${wheels.length} wheels, where one was expected`);
  }
  return join(directory, wheel);
}
