import { afterEach } from 'vitest';
import * as v from 'valibot';
import { MlflowError } from '../../../src/core/mlflow/errors';
import type { RequestLogLine, RestOptions } from '../../../src/core/mlflow/rest/options';
import type { RestRequest } from '../../../src/core/mlflow/rest/request';
import { RestClient } from '../../../src/core/mlflow/rest/restClient';
import { type FaultServer, startFaults } from '../../rig/faults';

const servers: FaultServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.dispose()));
});

/** A server that answers only what the test's faults say, for this test. */
export async function faultServer(): Promise<FaultServer> {
  const server = await startFaults();
  servers.push(server);
  return server;
}

/** What an observer was told, in order. */
interface Observed {
  readonly events: string[];
  readonly lines: RequestLogLine[];
}

export interface TestOptions {
  readonly options: RestOptions;
  readonly observed: Observed;
}

/** Options for a server, with an observer that remembers. */
export function restOptions(baseUrl: string, changes: Partial<RestOptions> = {}): TestOptions {
  const observed: Observed = { events: [], lines: [] };
  const options: RestOptions = {
    baseUrl,
    credentials: { kind: 'none' },
    headers: [],
    fetch: (input, init) => fetch(input, init),
    observer: {
      onAnswer: () => observed.events.push('answer'),
      onFailure: (error) => observed.events.push(error.kind),
      onRequest: (line) => observed.lines.push(line),
    },
    ...changes,
  };
  return { options, observed };
}

/** A client that gives up after its first repetition. */
export function hastyClient(baseUrl: string, changes: Partial<RestOptions> = {}): RestClient {
  return new RestClient(restOptions(baseUrl, { limits: { retryMs: 1000 }, ...changes }).options);
}

export const anyReply = v.record(v.string(), v.unknown());

export const read: RestRequest = { action: 'load runs', method: 'GET', path: '/api', effect: 'read' };

/** The MlflowError that a promise rejects with. */
export async function mlflowError(promise: Promise<unknown>): Promise<MlflowError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof MlflowError) {
      return error;
    }
    throw error;
  }
  throw new Error('it did not fail');
}
