/** The servers that tests share, each started when a test wants it. */
import { startJupyter } from './jupyter';
import { startMlflow } from './mlflow';
import { startPostgres } from './postgres';
import { pythonEnvironment } from './python';
import { startS3 } from './s3';
import { startTls } from './tls';

/** Variables of the environment by which a test learns where a service is. */
export type ServiceEnvironment = Readonly<Record<string, string>>;

const auth = { user: 'admin', password: 'correct horse battery' } as const;

interface Service {
  /** Its variables: a host test that mentions one wants the service. */
  readonly variables: RegExp;
  start(): Promise<ServiceEnvironment>;
}

const services = {
  /** MLflow 3.17 on SQLite, artifacts on disk. */
  mlflow: { variables: /RUNLENS_TEST_MLFLOW(_DB)?\b/, start: startPlain },
  /** The plain one behind TLS with a private authority, for clients with a certificate of it only. */
  mlflowClientCertificate: { variables: /RUNLENS_TEST_MLFLOW_STRICT/, start: startStrict },
  /** MLflow 2.9 on SQLite. */
  mlflowOld: { variables: /RUNLENS_TEST_MLFLOW_OLD\b/, start: startOld },
  /** MLflow 3.17 on PostgreSQL and S3 with basic auth, behind TLS with a private authority. */
  mlflowSecured: { variables: /RUNLENS_TEST_MLFLOW_SECURED/, start: startSecured },
  /** The interpreter that has MLflow 3.17. */
  python: { variables: /RUNLENS_TEST_PYTHON\b/, start: findPython },
  /** A Jupyter server whose kernels have MLflow 3.17. */
  jupyter: { variables: /RUNLENS_TEST_JUPYTER(_TOKEN)?\b/, start: startNotebooks },
  /** The interpreter of its kernels, which can start a Jupyter server too. */
  jupyterPython: { variables: /RUNLENS_TEST_JUPYTER_PYTHON\b/, start: findJupyterPython },
} as const satisfies Record<string, Service>;

/** The name of a service. */
export type ServiceName = keyof typeof services;

const started = new Map<ServiceName, Promise<ServiceEnvironment>>();

/** Starts a service, once in this process; it ends with the process, or with `cleanUp`. */
export async function startService(name: ServiceName): Promise<ServiceEnvironment> {
  const service = started.get(name) ?? services[name].start();
  started.set(name, service);
  return service;
}

/** Starts the services whose variables are mentioned, side by side. */
export async function startMentioned(mentions: (variables: RegExp) => boolean): Promise<ServiceEnvironment> {
  const names = Object.keys(services) as ServiceName[];
  const wanted = names.filter((name) => mentions(services[name].variables));
  const environments = await Promise.all(wanted.map(startService));
  return Object.assign({}, ...environments) as ServiceEnvironment;
}

async function startPlain(): Promise<ServiceEnvironment> {
  const { uri, database = '' } = await startMlflow();
  return { RUNLENS_TEST_MLFLOW: uri, RUNLENS_TEST_MLFLOW_DB: database };
}

async function startOld(): Promise<ServiceEnvironment> {
  const { uri } = await startMlflow({ version: '2.9' });
  return { RUNLENS_TEST_MLFLOW_OLD: uri };
}

async function startSecured(): Promise<ServiceEnvironment> {
  const [postgres, s3] = await Promise.all([startPostgres(), startS3()]);
  const mlflow = await startMlflow({ postgres: postgres.uri, s3, auth });
  const tls = await startTls({ target: mlflow.uri });
  return {
    RUNLENS_TEST_MLFLOW_SECURED: tls.uri,
    RUNLENS_TEST_MLFLOW_SECURED_CA: tls.ca,
    RUNLENS_TEST_MLFLOW_SECURED_USER: auth.user,
    RUNLENS_TEST_MLFLOW_SECURED_PASSWORD: auth.password,
    RUNLENS_TEST_MLFLOW_SECURED_PLAIN: mlflow.uri,
  };
}

async function startStrict(): Promise<ServiceEnvironment> {
  const { RUNLENS_TEST_MLFLOW: target = '' } = await startService('mlflow');
  const tls = await startTls({ target, clientCertificate: true });
  return {
    RUNLENS_TEST_MLFLOW_STRICT: tls.uri,
    RUNLENS_TEST_MLFLOW_STRICT_CA: tls.ca,
    RUNLENS_TEST_MLFLOW_STRICT_CLIENT: tls.client,
  };
}

async function findPython(): Promise<ServiceEnvironment> {
  const { python } = await pythonEnvironment('mlflow-3.17');
  return { RUNLENS_TEST_PYTHON: python };
}

async function startNotebooks(): Promise<ServiceEnvironment> {
  const { url, token } = await startJupyter();
  return { RUNLENS_TEST_JUPYTER: url, RUNLENS_TEST_JUPYTER_TOKEN: token };
}

async function findJupyterPython(): Promise<ServiceEnvironment> {
  const { python } = await pythonEnvironment('jupyter');
  return { RUNLENS_TEST_JUPYTER_PYTHON: python };
}
