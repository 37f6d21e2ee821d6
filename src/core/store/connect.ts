import type { ServerInfo } from '../mlflow/entities';
import { MlflowError } from '../mlflow/errors';
import { experimentEndpoints } from '../mlflow/rest/endpoints/experiments';
import { readServerInfo, readVersion } from '../mlflow/rest/endpoints/server';
import type { RestOptions } from '../mlflow/rest/options';
import { RestClient } from '../mlflow/rest/restClient';
import { singleLine } from '../text/safeText';
import { capabilitiesOf, isAtLeast, MINIMUM_VERSION, parseVersion } from './capabilities';
import { restStore } from './restStore';
import type { TrackingStore } from './trackingStore';

// Somebody waits: one quick second try, and no more.
const PROBE_LIMITS = { attemptMs: 10_000, retryMs: 3000 };

/**
 * Finds out what answers at the address, and resolves to its store. Reads something that needs a sign-in, so that refused
 * credentials show here. Rejects with an MlflowError.
 */
export async function connectRest(options: RestOptions, signal?: AbortSignal): Promise<TrackingStore> {
  const probing = { ...options, limits: { ...PROBE_LIMITS, ...options.limits } };
  const probe = new RestClient(probing);
  const version = await checkedVersion(probe, options, signal);
  const server: ServerInfo = { version, ...(await readServerInfo(probe, signal)) };
  const workspace = checkedWorkspace(server, options);
  const reader = experimentEndpoints(new RestClient(probing, workspace));
  await reader.searchExperiments({ maxResults: 1 }, signal);
  return restStore(new RestClient(options, workspace), server, capabilitiesOf(server));
}

async function checkedVersion(
  client: RestClient,
  options: RestOptions,
  signal: AbortSignal | undefined,
): Promise<string> {
  const version = (await readVersion(client, signal)).trim();
  if (parseVersion(version) === undefined) {
    const host = new URL(options.baseUrl).host;
    const answer = version.startsWith('<') ? 'a web page' : `“${singleLine(version, 40)}”`;
    const what = `${host} answered ${answer} where MLflow answers its version`;
    throw failure(
      'not-mlflow',
      `${what}. Check the address and its path; a page to sign in may stand before the server.`,
      options,
    );
  }
  if (!isAtLeast(version, MINIMUM_VERSION)) {
    throw failure('too-old', `The server runs MLflow ${version}; Runlens needs ${MINIMUM_VERSION} or newer.`, options);
  }
  return version;
}

function checkedWorkspace(server: ServerInfo, options: RestOptions): string | undefined {
  const { workspace } = options;
  if (workspace !== undefined && !server.workspacesEnabled) {
    const what = `The server has no workspaces, and the connection names “${singleLine(workspace, 80)}”.`;
    throw failure('invalid-request', `${what} Take the workspace out of the connection.`, options);
  }
  return workspace;
}

function failure(kind: MlflowError['kind'], text: string, { baseUrl }: RestOptions): MlflowError {
  return new MlflowError(kind, `Couldn’t connect. ${text}`, { action: 'connect', url: baseUrl });
}
