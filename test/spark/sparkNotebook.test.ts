/** The notebook with Spark, which needs Java and more than 1 GB of Python packages: `npm run test:spark`, not `npm test`. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../rig/directories';
import { startMlflow, type MlflowServer } from '../rig/mlflow';
import { executeNotebook } from '../rig/notebook';
import { pythonEnvironment, type PythonEnvironment } from '../rig/python';
import { ensureSystem } from '../rig/system';
import { differences } from '../notebooks/differences';
import { expectedSpark } from '../notebooks/expectations';

let mlflow: MlflowServer;
let environment: PythonEnvironment;

beforeAll(async () => {
  await ensureSystem('java');
  environment = await pythonEnvironment('spark');
  mlflow = await startMlflow();
});

afterAll(async () => mlflow.dispose());

it('runs from top to bottom and leaves its runs, its children and its model on the server', async () => {
  const cells = await executeNotebook({
    environment,
    notebook: join(root, 'examples/notebooks', expectedSpark.file),
    env: { MLFLOW_TRACKING_URI: mlflow.uri, PYTHONPATH: join(root, 'python/src') },
    cellTimeout: 300,
  });
  const predictions = cells.find((cell) => cell.id === 'use')?.outputs.at(-1)?.data?.['text/plain'];
  expect([predictions].flat().join('')).toContain('prediction');
  expect(await differences(mlflow.uri, expectedSpark, { metadataSent: false })).toEqual([]);
});
