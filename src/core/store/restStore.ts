import { artifactEndpoints } from '../mlflow/rest/endpoints/artifacts';
import { experimentEndpoints } from '../mlflow/rest/endpoints/experiments';
import { loggedModelEndpoints } from '../mlflow/rest/endpoints/loggedModels';
import { metricEndpoints } from '../mlflow/rest/endpoints/metrics';
import { modelVersionEndpoints } from '../mlflow/rest/endpoints/modelVersions';
import { registeredModelEndpoints } from '../mlflow/rest/endpoints/registeredModels';
import { runEndpoints } from '../mlflow/rest/endpoints/runs';
import type { RestClient } from '../mlflow/rest/restClient';
import type { ServerInfo } from '../mlflow/entities';
import type { StoreCapabilities, TrackingStore } from './trackingStore';

/** The store of an MLflow server. */
export function restStore(client: RestClient, server: ServerInfo, capabilities: StoreCapabilities): TrackingStore {
  return {
    server,
    capabilities,
    ...experimentEndpoints(client),
    ...runEndpoints(client),
    ...metricEndpoints(client),
    ...artifactEndpoints(client),
    ...loggedModelEndpoints(client),
    ...registeredModelEndpoints(client),
    ...modelVersionEndpoints(client),
  };
}
