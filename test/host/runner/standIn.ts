/** Makes the stand-ins of other people's extensions that the host tests run beside. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../rig/directories';

/** Makes the stand-in of `ms-python.python` as an extension in a folder below `parent`, and returns that. */
export async function pythonStandIn(parent: string): Promise<string> {
  const folder = join(parent, 'python-stand-in');
  await mkdir(folder);
  const manifest = {
    publisher: 'ms-python',
    name: 'python',
    version: '0.0.0',
    displayName: 'Python (stand-in of the tests)',
    engines: { vscode: '^1.103.0' },
    main: './extension.js',
    activationEvents: [],
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await build({
    entryPoints: [join(root, 'test/host/standIns/pythonExtension.ts')],
    outfile: join(folder, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return folder;
}
