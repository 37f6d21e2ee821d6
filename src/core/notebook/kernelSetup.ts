import type { Credentials } from '../mlflow/rest/options';
import { PROBE_PROGRAM, SETUP_PROGRAM } from './kernelPrograms';
import { pythonCall } from './pythonCall';

/** Where a kernel is to log. */
export interface KernelConnection {
  /** Without user name and password. */
  readonly trackingUri: string;
  /** Those that belong to the tracking server's origin. */
  readonly credentials: Credentials;
  readonly workspace?: string;
  /** Variables for MLflow's own client, such as `MLFLOW_TRACKING_SERVER_CERT_PATH`; set where they are not, for this server alone. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface KernelSetup {
  /** The directory that has the package in the extension; for kernels on this machine. */
  readonly packagePath: string;
  /** The package's files by their path, such as `runlens/__init__.py`; for kernels on other machines. */
  readonly packageSources?: Readonly<Record<string, string>>;
  /** Undefined leaves the kernel to MLflow's own defaults. */
  readonly connection: KernelConnection | undefined;
  readonly notebookPath?: string;
  /** Every cell that logs anything becomes a run. */
  readonly logAll?: boolean;
  /** Prints what `attach` has answered, as JSON. */
  readonly report?: boolean;
}

/**
 * The Python text that makes `runlens` importable in a kernel (the installed one first, then the extension's, then the given
 * sources) and calls `runlens.attach`. It may run any number of times, and leaves no name behind. It raises where the package
 * can't be imported, or MLflow is not there.
 */
export function setupCode(setup: KernelSetup): string {
  return pythonCall(SETUP_PROGRAM, {
    package_path: setup.packagePath,
    package_sources: setup.packageSources ?? null,
    attach: attachArguments(setup),
    report: setup.report ?? false,
  });
}

/** The Python text that prints `{"proof": …}`, what the file holds, or null where the kernel can't read it. */
export function probeCode(proofFile: string): string {
  return pythonCall(PROBE_PROGRAM, { proof_file: proofFile });
}

function attachArguments({ connection, notebookPath, logAll }: KernelSetup): Record<string, unknown> {
  return {
    ...(connection && connectionArguments(connection)),
    ...(notebookPath !== undefined && { notebook_path: notebookPath }),
    ...(logAll !== undefined && { log_all: logAll }),
  };
}

function connectionArguments({
  trackingUri,
  credentials,
  workspace,
  environment,
}: KernelConnection): Record<string, unknown> {
  return {
    tracking_uri: trackingUri,
    ...(credentials.kind === 'basic' && { username: credentials.username, password: credentials.password }),
    ...(credentials.kind === 'bearer' && { token: credentials.token }),
    ...(workspace !== undefined && { workspace }),
    ...(environment !== undefined && { environment }),
  };
}
