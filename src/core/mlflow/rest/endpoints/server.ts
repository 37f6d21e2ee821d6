import type { ServerInfo } from '../../entities';
import type { RestRequest } from '../request';
import type { RestClient } from '../restClient';
import { MlflowError } from '../../errors';
import { ServerInfoReply } from '../schemas/server';

const ACTION = 'connect';

/** The text at `/version`, which every MLflow server has: an address without it leads to something else. */
export async function readVersion(client: RestClient, signal?: AbortSignal): Promise<string> {
  const request: RestRequest = { action: ACTION, method: 'GET', path: '/version', effect: 'read' };
  try {
    return await client.text(request, signal);
  } catch (error) {
    if (error instanceof MlflowError && error.kind === 'too-old') {
      throw notMlflowError(error);
    }
    throw error;
  }
}

function notMlflowError({ details }: MlflowError): MlflowError {
  const what = `${details.url} answered ${details.status ?? 'nothing'} where MLflow answers its version`;
  const advice = 'Check the address and its path: MLflow may be served under a prefix.';
  return new MlflowError('not-mlflow', `Couldn’t connect. ${what}. ${advice}`, details);
}

/** What `server-info` tells beside the version; servers without it have none of what it tells. */
export async function readServerInfo(
  client: RestClient,
  signal?: AbortSignal,
): Promise<Pick<ServerInfo, 'workspacesEnabled'>> {
  const path = '/api/3.0/mlflow/server-info';
  try {
    return await client.json({ action: ACTION, method: 'GET', path, effect: 'read' }, ServerInfoReply, signal);
  } catch (error) {
    if (error instanceof MlflowError && error.kind === 'too-old') {
      return { workspacesEnabled: false };
    }
    throw error;
  }
}
