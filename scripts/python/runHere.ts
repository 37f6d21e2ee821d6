/** Runs programs in `python/`. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { registerCleanup } from '../../test/rig/cleanup';
import { root } from '../../test/rig/directories';

/** The directory of the kernel's package. */
const packageDirectory = join(root, 'python');

/** Runs a program to its end, its output shown, and returns its exit code: 1 when a signal ended it. */
export async function runHere(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: packageDirectory, env, stdio: ['ignore', 'inherit', 'inherit'] });
    const stop = registerCleanup(() => Promise.resolve(void child.kill()));
    child.once('error', reject);
    child.once('close', (code) => {
      void stop();
      resolve(code ?? 1);
    });
  });
}
