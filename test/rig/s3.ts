/** Starts an S3 store in memory: moto's server. */
import type { Disposable } from './cleanup';
import { temporaryDirectory } from './directories';
import { answers, freePort, loopback } from './net';
import { cleanEnvironment, startProcess } from './processes';
import { pythonEnvironment } from './python';
import { waitFor } from './wait';

/** An S3 store with one bucket. */
export interface S3 extends Disposable {
  readonly endpoint: string;
  readonly bucket: string;
  /** What a client such as boto3 needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts the store. */
export async function startS3(): Promise<S3> {
  const python = await pythonEnvironment('mlflow-3.17');
  const directory = await temporaryDirectory('s3');
  const port = await freePort();
  const endpoint = `http://${loopback}:${port}`;
  const bucket = 'mlflow';
  const server = startProcess({
    name: 'S3 store',
    command: python.python,
    args: ['-m', 'moto.server', '--host', loopback, '--port', String(port)],
    cwd: directory.path,
    env: cleanEnvironment(directory.path),
  });
  const dispose = async (): Promise<void> => {
    await server.dispose();
    await directory.dispose();
  };
  try {
    const what = 'S3 store';
    await waitFor(() => answers(`${endpoint}/moto-api/data.json`), {
      what,
      timeoutMs: 60_000,
      stillPossible: server.assertAlive,
    });
    await createBucket(`${endpoint}/${bucket}`);
  } catch (error) {
    await dispose();
    throw error;
  }
  const env = {
    MLFLOW_S3_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
  return { endpoint, bucket, env, dispose };
}

/** The store checks no signature, but reads the service out of the header that carries one. */
async function createBucket(url: string): Promise<void> {
  const credential = 'Credential=test/20240101/us-east-1/s3/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
  const response = await fetch(url, { method: 'PUT', headers: { authorization } });
  if (!response.ok) {
    throw new Error(`Creating the bucket: ${response.status} ${await response.text()}`);
  }
}
