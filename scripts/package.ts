/** `npm run package`: makes the `.vsix` and prints its size; ends 1 when it is larger than it may be. */
import { formatBytes } from '../src/core/format/number';
import { withLock } from '../test/rig/cache';
import { packageExtension } from './packageExtension';

async function main(): Promise<void> {
  // A build for tests that run beside this one would take the bundle away.
  await withLock('build', async () => {
    const { path, bytes, bundles } = await packageExtension();
    for (const [file, size] of bundles) {
      console.log(`${file}  ${formatBytes(size)} (${size} bytes)`);
    }
    console.log(`${path}  ${formatBytes(bytes)} (${bytes} bytes)`);
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
