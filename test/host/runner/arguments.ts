/** The command line of the launcher of the host tests. */
import { parseArgs } from 'node:util';
import { vscodeVersions, type VscodeVersion } from '../../rig/vscodeInstall';

/** What one start of the launcher is to do. */
export interface LaunchOptions {
  readonly version: VscodeVersion;
  readonly grep?: string;
  readonly files: readonly string[];
  readonly build: boolean;
  readonly verbose: boolean;
  readonly timeoutMs: number;
}

const usage = `npm run test:host -- [--vscode ${vscodeVersions.join('|')}] [--grep TITLE] [--file PART-OF-PATH]… [--no-build]
                     [--verbose] [--timeout SECONDS]`;

/** Reads the arguments; throws with the usage where they are wrong. */
export function readArguments(args: readonly string[]): LaunchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      vscode: { type: 'string', default: vscodeVersions[0] },
      grep: { type: 'string' },
      file: { type: 'string', multiple: true, default: [] },
      'no-build': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      timeout: { type: 'string', default: '600' },
    },
  });
  const version = vscodeVersions.find((each) => each === values.vscode);
  const seconds = Number(values.timeout);
  if (version === undefined || !(seconds > 0)) {
    throw new Error(usage);
  }
  return {
    version,
    ...(values.grep === undefined ? {} : { grep: values.grep }),
    files: values.file,
    build: !values['no-build'],
    verbose: values.verbose,
    timeoutMs: seconds * 1000,
  };
}
