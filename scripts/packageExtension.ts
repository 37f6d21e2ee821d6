/** Builds the extension as it is shipped, and packs it. */
import { readFile, stat } from 'node:fs/promises';
import { createVSIX } from '@vscode/vsce';
import type { Metafile } from 'esbuild';
import { formatBytes } from '../src/core/format/number';
import { bundle } from './bundle';
import { loadedAtOnce } from './bundling/chunks';

const VSIX_LIMIT = 1_000_000;
const OUTPUT = 'dist';
const EXTENSION = 'extension.js';
const BUNDLE_LIMITS = { [EXTENSION]: 400_000, 'runCard.js': 60_000 };

/** A `.vsix` file. */
export interface PackagedExtension {
  readonly path: string;
  readonly bytes: number;
  /** The bundles that are loaded first, by their paths. */
  readonly bundles: ReadonlyMap<string, number>;
}

/** Makes `runlens-<version>.vsix` in the root of the work tree. Throws when it, or the bundle, is larger than it may be. */
export async function packageExtension(): Promise<PackagedExtension> {
  const metafile = await bundle(false);
  const bundles = new Map<string, number>();
  for (const [file, limit] of Object.entries(BUNDLE_LIMITS)) {
    const bundled = `${OUTPUT}/${file}`;
    const { size } = await stat(bundled);
    if (size > limit) {
      throw new Error([tooLarge(bundled, size, limit), ...contributors(metafile, file)].join('\n'));
    }
    bundles.set(bundled, size);
  }
  const { name, version } = JSON.parse(await readFile('package.json', 'utf8')) as Record<'name' | 'version', string>;
  const path = `${name}-${version}.vsix`;
  // The bundle holds all dependencies; links in the README stay as they are, as the project names no repository.
  await createVSIX({
    packagePath: path,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { size: bytes } = await stat(path);
  if (bytes > VSIX_LIMIT) {
    throw new Error([tooLarge(path, bytes, VSIX_LIMIT), ...contributors(metafile, EXTENSION)].join('\n'));
  }
  return { path, bytes, bundles };
}

function tooLarge(what: string, bytes: number, limit: number): string {
  return `${what} has ${formatBytes(bytes)} (${bytes} bytes), and ${formatBytes(limit)} at most is allowed.`;
}

/** The ten packages or source folders that take most of what an entry loads with itself, one a line. */
function contributors(metafile: Metafile, entry: string): readonly string[] {
  const sums = new Map<string, number>();
  const files = [...loadedAtOnce(metafile, entry)].map((file) => metafile.outputs[`${OUTPUT}/${file}`]);
  const inputs = files.flatMap((file) => Object.entries(file?.inputs ?? {}));
  for (const [path, { bytesInOutput }] of inputs) {
    const owner = ownerOf(path);
    sums.set(owner, (sums.get(owner) ?? 0) + bytesInOutput);
  }
  const largest = [...sums].sort(([, a], [, b]) => b - a).slice(0, 10);
  const lines = largest.map(([owner, bytes]) => `${formatBytes(bytes).padStart(9)}  ${owner}`);
  return [`What takes most of ${OUTPUT}/${entry}:`, ...lines];
}

/** `node_modules/@scope/name` or `src/host/feature`. */
function ownerOf(path: string): string {
  const inPackage = /.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(path)?.[0];
  return inPackage ?? path.split('/').slice(0, 3).join('/');
}
