/** Builds the extension as it is shipped, and packs it. */
import { readFile, stat } from 'node:fs/promises';
import { createVSIX } from '@vscode/vsce';
import type { Metafile } from 'esbuild';
import { formatBytes } from '../src/core/format/number';
import { bundle } from './bundle';
import { loadedAtOnce } from './bundling/chunks';

const VSIX_LIMIT = 1_000_000;
const BUNDLE_LIMIT = 400_000;
const OUTPUT = 'dist';
const ENTRY = 'extension.js';
const EXTENSION = `${OUTPUT}/${ENTRY}`;

/** A `.vsix` file. */
export interface PackagedExtension {
  readonly path: string;
  readonly bytes: number;
  readonly bundleBytes: number;
}

/** Makes `runlens-<version>.vsix` in the root of the work tree. Throws when it, or the bundle, is larger than it may be. */
export async function packageExtension(): Promise<PackagedExtension> {
  const metafile = await bundle(false);
  const bundleBytes = (await stat(EXTENSION)).size;
  if (bundleBytes > BUNDLE_LIMIT) {
    throw tooLarge(EXTENSION, bundleBytes, BUNDLE_LIMIT, metafile);
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
    throw tooLarge(path, bytes, VSIX_LIMIT, metafile);
  }
  return { path, bytes, bundleBytes };
}

function tooLarge(what: string, bytes: number, limit: number, metafile: Metafile): Error {
  const sizes = `${what} has ${formatBytes(bytes)} (${bytes} bytes), and ${formatBytes(limit)} at most is allowed.`;
  return new Error([sizes, `What takes most of ${EXTENSION}:`, ...contributors(metafile)].join('\n'));
}

/** The ten packages or source folders that take most of what is loaded at the start, one a line. */
function contributors(metafile: Metafile): readonly string[] {
  const sums = new Map<string, number>();
  const files = [...loadedAtOnce(metafile, ENTRY)].map((file) => metafile.outputs[`${OUTPUT}/${file}`]);
  const inputs = files.flatMap((file) => Object.entries(file?.inputs ?? {}));
  for (const [path, { bytesInOutput }] of inputs) {
    const owner = ownerOf(path);
    sums.set(owner, (sums.get(owner) ?? 0) + bytesInOutput);
  }
  const largest = [...sums].sort(([, a], [, b]) => b - a).slice(0, 10);
  return largest.map(([owner, bytes]) => `${formatBytes(bytes).padStart(9)}  ${owner}`);
}

/** `node_modules/@scope/name` or `src/host/feature`. */
function ownerOf(path: string): string {
  const inPackage = /.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(path)?.[0];
  return inPackage ?? path.split('/').slice(0, 3).join('/');
}
