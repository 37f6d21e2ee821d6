/** Bundles the host tests into files that VS Code's extension host can load. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { registerCleanup } from '../../rig/cleanup';
import { root } from '../../rig/directories';

/** The bundled host tests. */
export interface HostTests {
  /** The module that VS Code runs. */
  readonly runner: string;
  /** The bundled test files. */
  readonly files: readonly string[];
  /** True when one of the test files, or something that it imports, mentions what this matches. */
  mentions(pattern: RegExp): boolean;
}

const source = join(root, 'test/host');

/** Bundles the runner, and the test files whose path contains one of `wanted`, or all when there are none. */
export async function bundleHostTests(wanted: readonly string[]): Promise<HostTests> {
  const tests = await testFiles(wanted);
  if (tests.length === 0) {
    throw new Error(`No test/host/**/*.test.ts matches ${wanted.join(', ')}`);
  }
  // Below the work tree, so that mocha is found, and apart from a run of the same tests beside this one.
  const output = join(root, 'out/test', `host-${process.pid}`);
  registerCleanup(() => rm(output, { recursive: true, force: true }));
  await build({
    entryPoints: [
      { in: join(source, 'runner/index.ts'), out: 'index' },
      ...tests.map((path) => ({ in: join(source, path), out: path.replace(/\.ts$/, '') })),
    ],
    outdir: output,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  const files = tests.map((path) => join(output, path.replace(/\.ts$/, '.js')));
  const contents = await Promise.all(files.map(async (file) => withoutSourceMap(await readFile(file, 'utf8'))));
  return {
    runner: join(output, 'index.js'),
    files,
    mentions: (pattern) => contents.some((content) => pattern.test(content)),
  };
}

async function testFiles(wanted: readonly string[]): Promise<readonly string[]> {
  const paths = await readdir(source, { recursive: true });
  const tests = paths.filter((path) => path.endsWith('.test.ts')).sort();
  return wanted.length === 0 ? tests : tests.filter((path) => wanted.some((part) => path.includes(part)));
}

function withoutSourceMap(content: string): string {
  return content.slice(0, content.lastIndexOf('//# sourceMappingURL='));
}
