/** `npm run bench -- NAME [--json]`: runs a benchmark, prints its figures, and ends 1 when a limit does not hold. */
import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { cleanUp } from '../rig/cleanup';
import { rounded, type Measure, type Measurement } from './measurement';

const SUFFIX = '.bench.ts';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
  const [name] = positionals;
  const names = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(SUFFIX));
  if (name === undefined || !names.includes(name + SUFFIX)) {
    const known = names.map((file) => file.slice(0, -SUFFIX.length)).join(', ');
    throw new Error(`npm run bench -- NAME [--json], where NAME is one of: ${known}`);
  }
  const { measure } = (await import(`./${name}${SUFFIX}`)) as { readonly measure: Measure };
  const measurement = await measure().finally(cleanUp);
  print(name, measurement);
  if (values.json) {
    console.log(JSON.stringify({ name, ...measurement }));
  }
  process.exitCode = measurement.limits.every(({ holds }) => holds) ? 0 : 1;
}

function print(name: string, { figures, limits }: Measurement): void {
  const rows = Object.entries(figures).map(([what, value]) => [what, String(rounded(value))] as const);
  const wide = Math.max(...rows.map(([what]) => what.length), ...limits.map(({ what }) => what.length));
  console.log(`\n${name}`);
  for (const [what, value] of rows) {
    console.log(`  ${what.padEnd(wide)}  ${value.padStart(10)}`);
  }
  for (const { what, value, limit, holds } of limits) {
    console.log(
      `  ${what.padEnd(wide)}  ${String(value).padStart(10)}  at most ${limit}: ${holds ? 'holds' : 'FAILS'}`,
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
