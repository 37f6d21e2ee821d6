/** Runs commands that end by themselves. */
import { execFile, type ExecFileOptions } from 'node:child_process';
import { registerCleanup } from './cleanup';

/**
 * Runs a command to its end and returns what it printed. A failure names the command and holds its output. When this
 * process is told to stop, so is the command.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: ExecFileOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const limits = { maxBuffer: 64 << 20, ...options, encoding: 'utf8' } as const;
    const child = execFile(command, [...args], limits, (error, stdout, stderr) => {
      void stop();
      if (error) {
        const output = `${stdout}\n${stderr}`.trim().slice(-4000);
        reject(new Error(`${command} ${args.join(' ')} failed:\n${output}`, { cause: error }));
      } else {
        resolve(stdout);
      }
    });
    const stop = registerCleanup(() => Promise.resolve(void child.kill()));
  });
}
