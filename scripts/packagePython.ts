/** `npm run package:python`: makes the wheel of the kernel's package in `dist-python/`. */
import { rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { formatBytes } from '../src/core/format/number';
import { root } from '../test/rig/directories';
import { buildWheel } from '../test/rig/wheel';

async function main(): Promise<void> {
  const directory = join(root, 'dist-python');
  await rm(directory, { recursive: true, force: true });
  const wheel = await buildWheel(directory);
  console.log(`${relative(root, wheel)}  ${formatBytes((await stat(wheel)).size)}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
