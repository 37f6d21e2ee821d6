import type { TrackingStore } from '../../../store/trackingStore';
import { MlflowError } from '../../errors';
import type { RestClient } from '../restClient';
import { ModelVersionPage, OneModelVersion } from '../schemas/models';
import { Nothing } from '../schemas/values';
import { get, searchByQuery, write } from './api';

type ModelVersionMethods = Pick<
  TrackingStore,
  | 'searchModelVersions'
  | 'getModelVersion'
  | 'getModelVersionByAlias'
  | 'createModelVersion'
  | 'updateModelVersion'
  | 'deleteModelVersion'
  | 'setModelVersionTag'
  | 'deleteModelVersionTag'
  | 'transitionStage'
>;

/** `model-versions/…`, and the way from an alias to its version. */
export function modelVersionEndpoints(client: RestClient): ModelVersionMethods {
  return {
    searchModelVersions: (query, signal) => {
      const request = searchByQuery('load model versions', 'model-versions/search', query);
      return client.json(request, ModelVersionPage, signal);
    },
    getModelVersion: (name, version, signal) =>
      client.json(get('load the model version', 'model-versions/get', { name, version }), OneModelVersion, signal),
    getModelVersionByAlias: async (name, alias, signal) => {
      const request = get('look up the alias', 'registered-models/alias', { name, alias });
      try {
        return await client.json(request, OneModelVersion, signal);
      } catch (error) {
        throw missingAlias(error);
      }
    },
    createModelVersion: ({ name, source, runId, modelId, description, tags }, signal) => {
      const body = { name, source, run_id: runId, model_id: modelId, description, tags };
      const request = write('register the model version', 'POST', 'model-versions/create', body);
      return client.json(request, OneModelVersion, signal);
    },
    transitionStage: ({ name, version, stage, archiveExistingVersions }, signal) => {
      const body = { name, version, stage, archive_existing_versions: archiveExistingVersions };
      const request = write('move the model version', 'POST', 'model-versions/transition-stage', body);
      return client.json(request, OneModelVersion, signal);
    },
    ...edits(client),
  };
}

function edits(
  client: RestClient,
): Pick<TrackingStore, 'updateModelVersion' | 'deleteModelVersion' | 'setModelVersionTag' | 'deleteModelVersionTag'> {
  return {
    updateModelVersion: (name, version, description, signal) => {
      const body = { name, version, description };
      return client.json(write('change the description', 'PATCH', 'model-versions/update', body), Nothing, signal);
    },
    deleteModelVersion: (name, version, signal) => {
      const request = write('delete the model version', 'DELETE', 'model-versions/delete', { name, version });
      return client.json(request, Nothing, signal);
    },
    setModelVersionTag: (name, version, tag, signal) => {
      const body = { name, version, ...tag };
      return client.json(write('set the tag', 'POST', 'model-versions/set-tag', body, 'upsert'), Nothing, signal);
    },
    deleteModelVersionTag: (name, version, key, signal) => {
      const body = { name, version, key };
      return client.json(write('delete the tag', 'DELETE', 'model-versions/delete-tag', body), Nothing, signal);
    },
  };
}

// MLflow answers 400 for an alias that is not there.
function missingAlias(error: unknown): unknown {
  return error instanceof MlflowError && error.kind === 'invalid-request' && /alias .* not found/iu.test(error.message)
    ? new MlflowError('not-found', error.message, error.details)
    : error;
}
