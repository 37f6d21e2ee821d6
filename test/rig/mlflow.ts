/** Starts MLflow tracking servers. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from './cleanup';
import { temporaryDirectory } from './directories';
import { answers, freePort, loopback } from './net';
import { cleanEnvironment, startProcess } from './processes';
import { pythonEnvironment } from './python';
import type { S3 } from './s3';
import { waitFor } from './wait';

/** The versions of MLflow that the rig can start. */
type MlflowVersion = '3.17' | '2.9';

interface MlflowOptions {
  readonly version?: MlflowVersion;
  /** Where the SQLite store and the artifacts are kept; a temporary directory unless given. */
  readonly directory?: string;
  /** Keeps runs in this PostgreSQL database instead of SQLite. */
  readonly postgres?: string;
  /** Keeps artifacts in this store instead of the directory. */
  readonly s3?: S3;
  /** Basic auth with these for the administrator. Only 3.17. */
  readonly auth?: { readonly user: 'admin'; readonly password: string };
  /** A path that comes before every other, such as `/mlflow`. */
  readonly staticPrefix?: string;
  /** Hosts that requests may name besides localhost, such as a proxy's. Only 3.17. */
  readonly allowedHosts?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** An MLflow server that answers. */
export interface MlflowServer extends Disposable {
  readonly uri: string;
  /** The file of the SQLite store; undefined with PostgreSQL. */
  readonly database: string | undefined;
  readonly log: () => string;
}

const startTimeoutMs = 180_000;

/** Starts an MLflow server on a free port, which takes 5 to 25 s. */
export async function startMlflow(options: MlflowOptions = {}): Promise<MlflowServer> {
  const version = options.version ?? '3.17';
  const python = await pythonEnvironment(`mlflow-${version}`);
  const directory = await temporaryDirectory('mlflow');
  const store = options.directory ?? directory.path;
  await mkdir(store, { recursive: true });
  const database = options.postgres === undefined ? join(store, 'mlflow.db') : undefined;
  const port = await freePort();
  const server = startProcess({
    name: `MLflow ${version}`,
    command: python.python,
    args: serverArguments(options, store, port),
    cwd: directory.path,
    env: {
      ...cleanEnvironment(directory.path, { ...options.s3?.env, ...(await authEnvironment(options, directory.path)) }),
      // Eight processes less: nothing here uses its background jobs.
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
      PATH: `${python.bin}:${process.env.PATH ?? ''}`,
      ...options.env,
    },
  });
  const dispose = async (): Promise<void> => {
    await server.dispose();
    await directory.dispose();
  };
  const uri = `http://${loopback}:${port}${options.staticPrefix ?? ''}`;
  try {
    const what = `MLflow ${version}`;
    await waitFor(() => answers(`${uri}/health`), {
      what,
      timeoutMs: startTimeoutMs,
      stillPossible: server.assertAlive,
    });
  } catch (error) {
    await dispose();
    throw error;
  }
  return { uri, database, log: server.log, dispose };
}

function serverArguments(options: MlflowOptions, store: string, port: number): readonly string[] {
  const artifacts = options.s3 ? `s3://${options.s3.bucket}/artifacts` : join(store, 'artifacts');
  return [
    ...['-m', 'mlflow', 'server', '--host', loopback, '--port', String(port), '--workers', '1'],
    ...['--backend-store-uri', options.postgres ?? `sqlite:///${join(store, 'mlflow.db')}`],
    ...['--artifacts-destination', artifacts],
    ...(options.auth ? ['--app-name', 'basic-auth'] : []),
    ...(options.staticPrefix ? ['--static-prefix', options.staticPrefix] : []),
    ...(options.allowedHosts
      ? ['--allowed-hosts', ['localhost:*', '127.0.0.1:*', ...options.allowedHosts].join()]
      : []),
  ];
}

async function authEnvironment(options: MlflowOptions, directory: string): Promise<Readonly<Record<string, string>>> {
  if (options.auth === undefined) {
    return {};
  }
  const config = join(directory, 'auth.ini');
  await writeFile(
    config,
    `[mlflow]
default_permission = READ
database_uri = sqlite:///${join(directory, 'auth.db')}
admin_username = ${options.auth.user}
admin_password = ${options.auth.password}
authorization_function = mlflow.server.auth:authenticate_request_basic_auth
`,
  );
  return {
    MLFLOW_AUTH_CONFIG_PATH: config,
    MLFLOW_AUTH_ADMIN_PASSWORD: options.auth.password,
    MLFLOW_FLASK_SERVER_SECRET_KEY: 'for-tests-only',
  };
}
