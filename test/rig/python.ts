/** Virtual environments with the versions of MLflow that Runlens is tested against. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createHash } from 'node:crypto';
import { cached } from './cache';
import { runCommand } from './commands';
import { ensureSystem } from './system';

const uvVersion = '0.13.8';
// The versions of Python for which all of the packages below have wheels.
const pythonVersions = '>=3.10,<3.13';

const requirements = {
  'mlflow-3.17': [
    'mlflow[auth]==3.17.2',
    'psycopg2-binary',
    'boto3',
    'moto[server]',
    'scikit-learn',
    'matplotlib',
    'pandas',
    'psutil',
  ],
  'mlflow-2.9': ['mlflow==2.9.2', 'sqlalchemy<2.1', 'setuptools<81', 'psycopg2-binary', 'boto3'],
  // What a person who works in notebooks has, and what the tests of the kernel's package need.
  jupyter: [
    'mlflow==3.17.2',
    'scikit-learn',
    'scipy',
    'pandas',
    'matplotlib',
    'optuna',
    'psutil',
    'ipykernel==7.4.0',
    'jupyter_server==2.21.1',
    'jupyterlab==4.6.6',
    'nbclient==0.11.0',
    'pytest==9.2.0',
    'hypothesis==6.170.17',
  ],
  'jupyter-2.9': [
    'mlflow==2.9.2',
    'sqlalchemy<2.1',
    'setuptools<81',
    'psutil',
    'ipykernel',
    'jupyter_server',
    'nbclient',
    'pytest',
    'hypothesis',
  ],
  // For the notebook with Spark alone, which `npm test` does not run.
  spark: [
    'mlflow==3.17.2',
    'scikit-learn',
    'pandas',
    'psutil',
    'ipykernel==7.4.0',
    'nbclient==0.11.0',
    'pyspark==4.1.4',
  ],
  // What checks the kernel's package without running it. The newest mypy that checks for Python 3.9.
  tools: ['ruff==0.17.6', 'mypy==1.19.1', 'hatchling==1.33.0'],
} as const;

/** The name of a virtual environment of the rig. */
export type PythonEnvironmentName = keyof typeof requirements;

/** Every environment that `npm test` needs: Spark's, more than 1 GB, is left out. */
export const pythonEnvironmentNames = (Object.keys(requirements) as PythonEnvironmentName[]).filter(
  (name) => name !== 'spark',
);

/** An installed virtual environment. */
export interface PythonEnvironment {
  /** The directory of its programs. */
  readonly bin: string;
  /** Its interpreter. */
  readonly python: string;
}

/** Installs this environment unless the cache has it, which takes less than a minute. */
export async function pythonEnvironment(name: PythonEnvironmentName): Promise<PythonEnvironment> {
  const packages = requirements[name];
  const directory = await cached(`${name}-${digest([...packages, pythonVersions])}`, async (partial) => {
    await createEnvironment(partial, packages);
  });
  return environmentIn(directory);
}

/** Makes a virtual environment with these packages, each by name, requirement or path. */
export async function createEnvironment(directory: string, packages: readonly string[]): Promise<PythonEnvironment> {
  const uv = await findUv();
  const environment = environmentIn(directory);
  // Relocatable, because one for the cache moves into its place when it is complete.
  await uv('venv', '--quiet', '--relocatable', '--no-python-downloads', '--python', pythonVersions, directory);
  await uv('pip', 'install', '--quiet', '--python', environment.python, ...packages);
  return environment;
}

function environmentIn(directory: string): PythonEnvironment {
  return { bin: join(directory, 'bin'), python: join(directory, 'bin/python') };
}

type Uv = (...args: readonly string[]) => Promise<string>;

/** The uv of the PATH, or one that the rig installs with pip. */
async function findUv(): Promise<Uv> {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, 'uv'));
  const path = onPath.find((candidate) => existsSync(candidate)) ?? join(await installUv(), 'bin/uv');
  // The system's certificates, as pip uses them, not uv's own: both names, because older versions know only the first.
  const env = { ...process.env, UV_NATIVE_TLS: '1', UV_SYSTEM_CERTS: '1' };
  return async (...args) => runCommand(path, args, { env });
}

async function installUv(): Promise<string> {
  await ensureSystem('python');
  return cached(`uv-${uvVersion}`, async (partial) => {
    await runCommand('python3', ['-m', 'venv', partial]);
    const options = ['--quiet', '--disable-pip-version-check'];
    await runCommand(join(partial, 'bin/python'), ['-m', 'pip', 'install', ...options, `uv==${uvVersion}`]);
  });
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}
