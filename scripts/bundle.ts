/** How the extension is bundled into `dist/`. */
import { rm } from 'node:fs/promises';
import { build, context, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

/** Leaves undici to a chunk of its own: it is loaded only for connections that need their own TLS settings. */
const undiciChunk: Plugin = {
  name: 'undici-chunk',
  setup: (build) => {
    build.onResolve({ filter: /\/undici\.node\.js$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './undici.js', external: true },
    );
  },
};

function options(dev: boolean): BuildOptions & { readonly metafile: true } {
  return {
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
}

/** Bundles once and returns what went into each file. `dev` keeps names and adds source maps. */
export async function bundle(dev: boolean): Promise<Metafile> {
  await rm('dist', { recursive: true, force: true });
  return (await build(options(dev))).metafile;
}

/** Bundles now and on every change, until the process ends. */
export async function watch(): Promise<void> {
  await rm('dist', { recursive: true, force: true });
  await (await context(options(true))).watch();
}
