/** Bundles the extension into `dist/`. `--watch` rebuilds on change, `--dev` keeps names and adds source maps. */
import { rm } from 'node:fs/promises';
import { context, type BuildOptions, type Plugin } from 'esbuild';

const watch = process.argv.includes('--watch');
const dev = watch || process.argv.includes('--dev');

/** Leaves undici to a chunk of its own: it is loaded only for connections that need their own TLS settings. */
const undiciChunk: Plugin = {
  name: 'undici-chunk',
  setup: (build) => {
    build.onResolve({ filter: /\/undici\.node$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './undici.js', external: true },
    );
  },
};

const extension: BuildOptions = {
  entryPoints: { extension: 'src/extension.ts', undici: 'src/core/mlflow/undici.node.ts' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  plugins: [undiciChunk],
  // A chunk is loaded by require, as the extension host loads the extension.
  supported: { 'dynamic-import': false },
  minify: !dev,
  sourcemap: dev,
  legalComments: 'none',
  metafile: true,
  logLevel: 'info',
};

async function main(): Promise<void> {
  await rm('dist', { recursive: true, force: true });
  const build = await context(extension);
  if (watch) {
    await build.watch();
    return;
  }
  await build.rebuild();
  await build.dispose();
}

void main();
