import type { TrackingStore } from '../../../store/trackingStore';
import type { RestClient } from '../restClient';
import { LoggedModelPage, OneLoggedModel } from '../schemas/loggedModels';
import { get, pageQuery, search } from './api';

/** `logged-models/…`, from MLflow 3 on. */
export function loggedModelEndpoints(client: RestClient): Pick<TrackingStore, 'getLoggedModel' | 'searchLoggedModels'> {
  return {
    getLoggedModel: (modelId, signal) => {
      const request = get('load the logged model', `logged-models/${encodeURIComponent(modelId)}`);
      return client.json(request, OneLoggedModel, signal);
    },
    searchLoggedModels: (experimentIds, query, signal) => {
      const body = { ...pageQuery(query), experiment_ids: experimentIds, order_by: query.orderBy?.map(orderBy) };
      return client.json(search('load logged models', 'logged-models/search', body), LoggedModelPage, signal);
    },
  };
}

// This search takes its order as objects, where all others take text.
function orderBy(clause: string): { field_name: string; ascending: boolean } {
  const [, field = clause, direction] = /^(.*?)(?:\s+(ASC|DESC))?$/iu.exec(clause.trim()) ?? [];
  return { field_name: field, ascending: direction?.toUpperCase() !== 'DESC' };
}
