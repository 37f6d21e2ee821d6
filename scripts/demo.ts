/** `npm run demo`: everything that it takes to see Runlens at work, from a clone. See `--help`. */
import { parseArguments, usage, type DemoOptions } from './demo/arguments';
import { runDemo } from './demo/run';
import { cleanUp } from '../test/rig/cleanup';
import { MissingSystemPartsError } from '../test/rig/system';

async function main(): Promise<number> {
  let options: DemoOptions;
  try {
    options = parseArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    console.log(usage);
    return 0;
  }
  // What the interrupt breaks off fails, which is nothing to tell.
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      if (!interrupt.signal.aborted) {
        console.log('\nStopping what the demo has started …');
      }
      interrupt.abort();
    });
  }
  try {
    return await runDemo(options);
  } catch (error) {
    if (!interrupt.signal.aborted) {
      console.error(error instanceof MissingSystemPartsError ? error.message : error);
    }
    return 1;
  } finally {
    await cleanUp();
  }
}

void main().then((code) => {
  process.exitCode = code;
});
