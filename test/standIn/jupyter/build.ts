/** Makes the stand-in a directory that VS Code installs. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../rig/directories';
import { pythonEnvironment } from '../../rig/python';

const manifest = {
  name: 'jupyter',
  publisher: 'ms-toolsai',
  displayName: 'Stand-In for Microsoft’s Jupyter Extension',
  description: 'For the tests of Runlens. It is not Microsoft’s.',
  version: '1.0.0',
  engines: { vscode: '^1.103.0' },
  main: './extension.js',
  activationEvents: ['onNotebook:jupyter-notebook'],
  contributes: {
    configuration: {
      properties: { 'jupyter.runStartupCommands': { type: 'array', default: [], scope: 'application' } },
    },
  },
};

/** What a test hands to the editor that it starts. */
export interface StandIn {
  readonly extension: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Builds it into `directory`. Its kernels have MLflow 3.17, and no `runlens`. */
export async function buildStandIn(directory: string): Promise<StandIn> {
  const extension = join(directory, 'stand-in-jupyter');
  const source = join(root, 'test/standIn/jupyter');
  await mkdir(extension, { recursive: true });
  await writeFile(join(extension, 'package.json'), JSON.stringify(manifest));
  await copyFile(join(source, 'kernel.py'), join(extension, 'kernel.py'));
  await build({
    entryPoints: [join(source, 'extension.ts')],
    outfile: join(extension, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
  const { python } = await pythonEnvironment('jupyter');
  return { extension, env: { RUNLENS_STAND_IN_PYTHON: python } };
}
