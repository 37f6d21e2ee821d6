/** How the extension is bundled into `dist/`. */
import { readFile, rm } from 'node:fs/promises';
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

/**
 * One module that names all of VS Code's API. Without it each file that imports `vscode` copies the whole API when the
 * extension starts, which takes longer than all else that it does then.
 */
const vscodeOnce: Plugin = {
  name: 'vscode-once',
  setup: (build) => {
    build.onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'vscode-once' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'vscode-once' },
    );
    build.onLoad({ filter: /.*/, namespace: 'vscode-once' }, async () => {
      const declarations = await readFile('node_modules/@types/vscode/index.d.ts', 'utf8');
      const values = declarations.matchAll(/^\texport (?:abstract )?(?:class|enum|namespace|const) (\w+)/gmu);
      const names = [...new Set(Array.from(values, ([, name]) => name))];
      const exports = names.map((name) => `export const ${String(name)} = api.${String(name)};`);
      return { contents: [`const api = require('vscode');`, ...exports].join('\n') };
    });
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
    plugins: [undiciChunk, vscodeOnce],
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
