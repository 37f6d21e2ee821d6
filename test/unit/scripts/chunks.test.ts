import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commonJsChunks, loadedAtOnce, splitting } from '../../../scripts/bundling/chunks';

const sources = {
  'fault.ts': `export class Fault extends Error {}\nexport const made = { count: 0 };`,
  'words.ts': `export const word = (text: string) => text.toUpperCase() + 'ONLY-IN-CHUNKS';`,
  'dialog.ts': `import { Fault, made } from './fault'; import { word } from './words';
    made.count += 1; export const open = () => { throw new Fault(word('dialog')); };`,
  'other.ts': `import { word } from './words'; export const say = () => word('other');`,
  'main.ts': `import { Fault, made } from './fault'; export { made };
    export const isFault = (error: unknown) => error instanceof Fault;
    export const dialog = () => import('./dialog'); export const other = () => import('./other');`,
};

interface Main {
  readonly made: { readonly count: number };
  readonly isFault: (error: unknown) => boolean;
  readonly dialog: () => Promise<{ readonly open: () => void }>;
  readonly other: () => Promise<{ readonly say: () => string }>;
}

describe.each([true, false])('chunks, minified: %s', (minify) => {
  let folder: string;
  let main: Main;
  let loaded: ReadonlySet<string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runlens-chunks-'));
    await mkdir(join(folder, 'src'));
    for (const [name, text] of Object.entries(sources)) {
      await writeFile(join(folder, 'src', name), text);
    }
    const { metafile } = await build({
      ...splitting,
      absWorkingDir: folder,
      entryPoints: { main: 'src/main.ts' },
      outdir: join(folder, 'dist'),
      bundle: true,
      platform: 'node',
      plugins: [commonJsChunks('main', minify)],
      minify,
      sourcemap: minify ? false : 'inline',
    });
    loaded = loadedAtOnce(metafile, 'main.js');
    main = createRequire(import.meta.url)(join(folder, 'dist/main.js')) as Main;
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('keeps what is imported dynamically out of the entry, until it is called', async () => {
    const entry = await readFile(join(folder, 'dist/main.js'), 'utf8');
    expect(entry).not.toContain('ONLY-IN-CHUNKS');
    expect(main.made.count).toBe(0);
    await main.dialog();
    await main.dialog();
    expect(main.made.count).toBe(1);
    await expect(main.other().then(({ say }) => say())).resolves.toBe('OTHERONLY-IN-CHUNKS');
  });

  it('shares classes between the entry and a chunk', async () => {
    const { open } = await main.dialog();
    expect(open).toThrow('DIALOGONLY-IN-CHUNKS');
    try {
      open();
    } catch (error) {
      expect(main.isFault(error)).toBe(true);
    }
  });

  it('joins what the entry needs at once into its file', async () => {
    const files = (await readdir(join(folder, 'dist'))).filter((file) => file.endsWith('.js'));
    expect(loaded.size).toBeGreaterThan(1);
    expect(files.filter((file) => loaded.has(file))).toEqual(['main.js']);
  });
});
