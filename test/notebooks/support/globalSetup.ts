/** Runs once before all tests of notebooks: an environment as a person makes it, with the wheel, and a server. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { cleanUp } from '../../rig/cleanup';
import { root, temporaryDirectory } from '../../rig/directories';
import { startMlflow } from '../../rig/mlflow';
import { createEnvironment, type PythonEnvironment } from '../../rig/python';
import { buildWheel } from '../../rig/wheel';

declare module 'vitest' {
  interface ProvidedContext {
    notebooks: {
      /** Holds what examples/requirements.txt names, the package's wheel, and no source of it. */
      readonly python: PythonEnvironment;
      /** An MLflow server on which nothing has been logged yet. */
      readonly mlflow: string;
    };
  }
}

// The server's own version: the tests of the package try others.
const mlflow = 'mlflow==3.17.2';

/** What vitest calls before the first test file, and, as its result, after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [python, server] = await Promise.all([freshEnvironment(), startMlflow()]);
  project.provide('notebooks', { python, mlflow: server.uri });
  return cleanUp;
}

async function freshEnvironment(): Promise<PythonEnvironment> {
  const directory = await temporaryDirectory('wheel');
  const wheel = await buildWheel(join(directory.path, 'wheel'));
  const text = await readFile(join(root, 'examples/requirements.txt'), 'utf8');
  const requirements = text.split('\n').filter((line) => /^\w/u.test(line));
  return createEnvironment(join(directory.path, 'venv'), [wheel, mlflow, 'nbclient', 'ipykernel', ...requirements]);
}
