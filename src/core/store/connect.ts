import type { RestOptions } from '../mlflow/rest/options';
import type { TrackingStore } from './trackingStore';
import { MlflowError } from '../mlflow/errors';

/** Probes the server and resolves to its store. */
export function connectRest(options: RestOptions, signal?: AbortSignal): Promise<TrackingStore> {
  signal?.throwIfAborted();
  return Promise.reject(new MlflowError('network', 'Not connected yet.', { action: 'connect', url: options.baseUrl }));
}
