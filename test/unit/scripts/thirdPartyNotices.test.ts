import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thirdPartyNotices } from '../../../scripts/bundling/thirdPartyNotices';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runlens-notices-'));
});
afterEach(() => rm(folder, { recursive: true }));

const MIT = 'Copyright (c) Ann\n\nPermission is hereby granted, free\nof charge, to any person';

/** Puts a package below the folder and returns the path of its code. */
async function install(path: string, license: string | undefined, files: Readonly<Record<string, string>>) {
  const root = join(folder, 'node_modules', path);
  await mkdir(root, { recursive: true });
  const manifest = { name: path.split('node_modules/').pop(), version: '1.2.3', license };
  await writeFile(join(root, 'package.json'), JSON.stringify(manifest));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(root, name), text)));
  return join(root, 'lib/index.js');
}

const notices = (inputs: Readonly<Record<string, number>>) =>
  thirdPartyNotices({
    outputs: {
      'dist/a.js': {
        bytes: 1,
        imports: [],
        exports: [],
        inputs: Object.fromEntries(Object.entries(inputs).map(([path, bytes]) => [path, { bytesInOutput: bytes }])),
      },
    },
  });

describe('third-party notices', () => {
  it('carry the licence of each package of which something is bundled, and nothing of ours', async () => {
    const text = await notices({
      [await install('one', 'MIT', { LICENSE: MIT })]: 10,
      [await install('@scope/two', 'Apache-2.0', { 'LICENSE.txt': 'Apache License\nVersion 2.0', NOTICE: 'By Bob' })]:
        10,
      [await install('one/node_modules/inner', 'ISC', {
        license: 'Permission to use, copy, modify, and/or distribute this',
      })]: 10,
      [await install('unused', 'GPL-3.0', {})]: 0,
      'src/extension.ts': 10,
      'vscode-once:vscode': 10,
    });
    expect(text).toContain(`one 1.2.3 (MIT)\n\n${MIT}`);
    expect(text).toMatch(/@scope\/two 1\.2\.3 \(Apache-2\.0\)\n\nApache License\nVersion 2\.0\n\nBy Bob/u);
    expect(text).toContain('inner 1.2.3 (ISC)');
    expect(text).not.toContain('unused');
  });

  it.each([
    ['GPL-3.0', { LICENSE: 'GNU GENERAL PUBLIC LICENSE' }, 'its licence, GPL-3.0, is not one of'],
    ['MIT', { LICENSE: 'GNU GENERAL PUBLIC LICENSE' }, 'or its text is another one’s'],
    ['MIT', { 'README.md': MIT }, 'the text of its licence, MIT, is not in it'],
    [undefined, { LICENSE: MIT }, 'its manifest names no licence'],
  ])('refuse a package under %s with %j', async (license, files, why) => {
    const path = await install('bad', license, files);
    await expect(notices({ [path]: 1 })).rejects.toThrow(why);
  });
});
