/**
 * Makes a dynamic `import()` in the extension's source a file of its own, loaded when it is first called.
 *
 * esbuild splits ES modules only, and into a file for each combination of importers: one that starts the extension would
 * have to load many. So what the entry needs at once is joined into one CommonJS file, and the chunks take from that
 * file what they share with it. Nothing is there twice: a class in a chunk is the class that the entry knows.
 */
import { basename, join } from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import { build as bundle, type BuildOptions, type Metafile, type OutputFile, type Plugin } from 'esbuild';

/** What the first pass, in ES modules, needs beside the plugin. */
export const splitting = {
  format: 'esm',
  splitting: true,
  chunkNames: '[name]-[hash]',
  write: false,
  metafile: true,
} as const satisfies BuildOptions;

/** The second pass: writes the files of the first one as CommonJS, the entry as `<name>.js`. */
export function commonJsChunks(name: string, minify: boolean): Plugin {
  return {
    name: 'commonjs-chunks',
    setup: (build) => {
      const { outdir = 'dist' } = build.initialOptions;
      build.onEnd(async ({ metafile, outputFiles = [] }) => {
        if (metafile !== undefined) {
          await writeChunks({ entry: `${name}.js`, outdir, minify, sources: sourcesOf(outputFiles), metafile });
        }
      });
    },
  };
}

/** The files that the entry loads with itself: it and what it imports statically, at any depth. */
export function loadedAtOnce({ outputs }: Metafile, entry: string): ReadonlySet<string> {
  const byName = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output]));
  const found = new Set([entry]);
  for (const file of found) {
    const imports = byName.get(file)?.imports ?? [];
    for (const { path, external, kind } of imports) {
      if (kind === 'import-statement' && external !== true) {
        found.add(basename(path));
      }
    }
  }
  return found;
}

interface Chunks {
  readonly entry: string;
  readonly outdir: string;
  readonly minify: boolean;
  /** The text of each file of the first pass, by its name. */
  readonly sources: ReadonlyMap<string, string>;
  readonly metafile: Metafile;
}

async function writeChunks(chunks: Chunks): Promise<void> {
  const { entry, outdir, sources, metafile } = chunks;
  const joined = loadedAtOnce(metafile, entry);
  const shared = [...joined].filter((file) => file !== entry);
  const exports = shared.map((file) => `export * as ${exportName(file)} from './${file}';`);
  await mkdir(outdir, { recursive: true });
  await writeCommonJs(chunks, entry, [`export * from './${entry}';`, ...exports].join('\n'), (file) =>
    joined.has(file),
  );
  const lazy = [...sources.keys()].filter((file) => !joined.has(file));
  const inEntry = new Map(shared.map((file) => [file, `module.exports = require('./${entry}').${exportName(file)};`]));
  const withShared = { ...chunks, sources: new Map([...sources, ...inEntry]) };
  await Promise.all(
    lazy.map(async (file) => {
      await writeCommonJs(withShared, file, `export * from './${file}';`, (name) => name === file || joined.has(name));
    }),
  );
}

/** Writes `contents` with what it imports, as far as `isInside` says, as CommonJS. */
async function writeCommonJs(
  { outdir, minify, sources }: Chunks,
  file: string,
  contents: string,
  isInside: (file: string) => boolean,
): Promise<void> {
  const fromMemory: Plugin = {
    name: 'from-memory',
    setup: (build) => {
      build.onResolve({ filter: /^\.\// }, ({ path, kind }) => {
        const name = basename(path);
        return kind !== 'require-call' && isInside(name)
          ? { path: name, namespace: 'memory' }
          : { path, external: true };
      });
      build.onLoad({ filter: /.*/, namespace: 'memory' }, ({ path }) => ({ contents: sources.get(path) ?? '' }));
    },
  };
  const { outputFiles } = await bundle({
    stdin: { contents, sourcefile: `entry of ${file}` },
    outfile: join(outdir, file),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    plugins: [fromMemory],
    // A chunk is loaded by require, as the extension host loads the extension.
    supported: { 'dynamic-import': false },
    minify,
    sourcemap: minify ? false : 'linked',
    legalComments: 'none',
    // In Jupyter's client, for programs that are started with its own arguments.
    logOverride: { 'direct-eval': 'silent' },
    write: false,
  });
  await Promise.all(outputFiles.map(async ({ path, contents: bytes }) => writeFile(path, bytes)));
}

/** An identifier under which the entry hands a file's exports to the chunks. */
function exportName(file: string): string {
  return `_${file.replace(/\W/gu, '_')}`;
}

function sourcesOf(files: readonly OutputFile[]): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, text }) => [basename(path), text]));
}
