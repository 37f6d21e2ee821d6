/** The command line of the demo. */
import { parseArgs } from 'node:util';

/** What a person asked for. */
export interface DemoOptions {
  /** Drive the page without a person, and end with a verdict. */
  readonly check: boolean;
  /** Throw away what an earlier demo has logged. */
  readonly fresh: boolean;
  /** The port of the page; any free one when the usual one is taken. */
  readonly port: number | undefined;
  readonly help: boolean;
}

/** What `--help` prints. */
export const usage = `Usage: npm run demo -- [options]

Opens VS Code in the browser, with Runlens, on an MLflow server that real training has filled. Ctrl-C ends it.

  --check      drive the page without a person, save screenshots to test-results/demo, end 0 or 1
  --fresh      throw away what an earlier demo has logged, and train again
  --port PORT  the port of the page (default: 8139, or any free one)
  --help       print this`;

/** Reads the arguments. Throws with a text for the person when one is not known. */
export function parseArguments(argv: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      check: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      port: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  return { check: values.check, fresh: values.fresh, port: parsePort(values.port), help: values.help };
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Error(`--port ${text}: a port is a number from 1 to 65535`);
  }
  return port;
}
