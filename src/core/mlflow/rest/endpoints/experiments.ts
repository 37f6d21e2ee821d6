import type { TrackingStore } from '../../../store/trackingStore';
import { MlflowError } from '../../errors';
import type { RestClient } from '../restClient';
import { ExperimentPage, NewExperimentId, OneExperiment } from '../schemas/experiments';
import { Nothing } from '../schemas/values';
import { get, pageQuery, search, write } from './api';

type ExperimentMethods = Pick<
  TrackingStore,
  | 'searchExperiments'
  | 'getExperiment'
  | 'findExperiment'
  | 'createExperiment'
  | 'renameExperiment'
  | 'deleteExperiment'
  | 'restoreExperiment'
  | 'setExperimentTag'
>;

/** `experiments/…` */
export function experimentEndpoints(client: RestClient): ExperimentMethods {
  return {
    searchExperiments: (query, signal) => {
      const body = { ...pageQuery(query), view_type: query.view ?? 'ACTIVE_ONLY' };
      return client.json(search('load experiments', 'experiments/search', body), ExperimentPage, signal);
    },
    getExperiment: (experimentId, signal) =>
      client.json(
        get('load the experiment', 'experiments/get', { experiment_id: experimentId }),
        OneExperiment,
        signal,
      ),
    findExperiment: async (name, signal) => {
      const request = get('look up the experiment', 'experiments/get-by-name', { experiment_name: name });
      try {
        return await client.json(request, OneExperiment, signal);
      } catch (error) {
        if (error instanceof MlflowError && error.kind === 'not-found') {
          return undefined;
        }
        throw error;
      }
    },
    createExperiment: (name, tags, signal) =>
      client.json(
        write('create the experiment', 'POST', 'experiments/create', { name, tags }),
        NewExperimentId,
        signal,
      ),
    renameExperiment: (experimentId, name, signal) => {
      const body = { experiment_id: experimentId, new_name: name };
      return client.json(write('rename the experiment', 'POST', 'experiments/update', body), Nothing, signal);
    },
    deleteExperiment: (experimentId, signal) => {
      const body = { experiment_id: experimentId };
      return client.json(write('delete the experiment', 'POST', 'experiments/delete', body), Nothing, signal);
    },
    restoreExperiment: (experimentId, signal) => {
      const body = { experiment_id: experimentId };
      return client.json(write('restore the experiment', 'POST', 'experiments/restore', body), Nothing, signal);
    },
    setExperimentTag: (experimentId, tag, signal) => {
      const body = { experiment_id: experimentId, ...tag };
      const request = write('set the tag', 'POST', 'experiments/set-experiment-tag', body, 'upsert');
      return client.json(request, Nothing, signal);
    },
  };
}
