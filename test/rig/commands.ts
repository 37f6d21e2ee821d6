/** Runs commands that end by themselves. */
import { execFile, type ExecFileOptions } from 'node:child_process';

/** Runs a command to its end and returns what it printed. A failure names the command and holds its output. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: ExecFileOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { maxBuffer: 64 << 20, ...options, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error) {
        const output = `${stdout}\n${stderr}`.trim().slice(-4000);
        reject(new Error(`${command} ${args.join(' ')} failed:\n${output}`, { cause: error }));
      } else {
        resolve(stdout);
      }
    });
  });
}
