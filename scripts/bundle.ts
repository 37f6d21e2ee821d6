/** How the extension is bundled into `dist/`. A dynamic `import()` in its source becomes a file that is loaded when it is called. */
import { rm, writeFile } from 'node:fs/promises';
import { build, context, type BuildOptions, type Metafile } from 'esbuild';
import { commonJsChunks, splitting } from './bundling/chunks';
import { thirdPartyNotices } from './bundling/thirdPartyNotices';
import { vscodeOnce } from './bundling/vscodeOnce';

function options(dev: boolean): BuildOptions & typeof splitting {
  return {
    ...splitting,
    entryPoints: { extension: 'src/extension.ts' },
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node22',
    plugins: [vscodeOnce, commonJsChunks('extension', !dev)],
    minify: !dev,
    sourcemap: dev && 'inline',
    legalComments: 'none',
    logLevel: 'info',
  };
}

/** The notebook renderer: a module that the window of a notebook loads. */
function rendererOptions(dev: boolean): BuildOptions & { readonly metafile: true } {
  return {
    entryPoints: { runCard: 'webview/runCard/index.ts' },
    outdir: 'dist',
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'chrome132',
    // Of Lit's two builds the one without warnings for developers.
    conditions: ['production'],
    minify: !dev,
    sourcemap: dev,
    legalComments: 'none',
    metafile: true,
    logLevel: 'info',
  };
}

/**
 * Bundles once, writes the notices of the packages that went in, and returns what went into each file. `dev` keeps names
 * and adds source maps. Throws where a package's licence does not let it be shipped.
 */
export async function bundle(dev: boolean): Promise<Metafile> {
  await rm('dist', { recursive: true, force: true });
  const [extension, renderer] = await Promise.all([build(options(dev)), build(rendererOptions(dev))]);
  const metafile = {
    inputs: { ...extension.metafile.inputs, ...renderer.metafile.inputs },
    outputs: { ...extension.metafile.outputs, ...renderer.metafile.outputs },
  };
  await writeFile('ThirdPartyNotices.txt', await thirdPartyNotices(metafile));
  return metafile;
}

/** Bundles now and on every change, until the process ends. */
export async function watch(): Promise<void> {
  await rm('dist', { recursive: true, force: true });
  for (const part of [options(true), rendererOptions(true)]) {
    await (await context(part)).watch();
  }
}
