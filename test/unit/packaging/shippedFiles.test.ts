import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../rig/directories';
import { shippedFiles } from '../../rig/extension';

describe('the files of the extension', () => {
  it('hold the modules of the kernel’s package, and nothing else of it', async () => {
    const shipped = (await shippedFiles()).filter((file) => file.startsWith('python/'));
    const names = readdirSync(join(root, 'python/src/runlens'), { recursive: true, encoding: 'utf8' });
    const modules = names.filter((name) => name.endsWith('.py')).map((name) => `python/src/runlens/${name}`);
    expect(modules).toContain('python/src/runlens/__init__.py');
    expect([...shipped].sort()).toEqual(modules.sort());
  });

  it('hold no tests, scripts or notebooks', async () => {
    const folders = new Set(
      (await shippedFiles()).filter((file) => file.includes('/')).map((file) => file.split('/')[0]),
    );
    expect([...folders].filter((folder) => !['dist', 'media', 'python'].includes(folder ?? ''))).toEqual([]);
  });
});
