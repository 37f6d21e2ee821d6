/** Bundles the extension into `dist/`. `--watch` rebuilds on change, `--dev` keeps names and adds source maps. */
import { bundle, watch } from './bundle';

const flags = process.argv.slice(2);
const work = flags.includes('--watch') ? watch() : bundle(flags.includes('--dev'));

work.catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
