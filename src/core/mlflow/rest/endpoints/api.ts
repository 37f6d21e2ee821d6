import type { SearchQuery } from '../../../store/trackingStore';
import type { RestRequest } from '../request';

/** Where MLflow's REST API begins. */
const API = '/api/2.0/mlflow';

/** A read by query. */
export function get(action: string, path: string, query: RestRequest['query'] = {}): RestRequest {
  return { action, method: 'GET', path: `${API}/${path}`, query, effect: 'read' };
}

/** A read by POST, as `runs/search` is. */
export function search(action: string, path: string, body: Readonly<Record<string, unknown>>): RestRequest {
  return { action, method: 'POST', path: `${API}/${path}`, body, effect: 'read' };
}

/** A write; `upsert` for those that act once however often they are sent. */
export function write(
  action: string,
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body: Readonly<Record<string, unknown>>,
  effect: 'write' | 'upsert' = method === 'POST' ? 'write' : 'upsert',
): RestRequest {
  return { action, method, path: `${API}/${path}`, body, effect };
}

/** A search by query, as those of the registry are. */
export function searchByQuery(action: string, path: string, query: SearchQuery): RestRequest {
  return get(action, path, pageQuery(query));
}

/** A search query in MLflow's names; what is empty is left out. */
export function pageQuery(query: SearchQuery) {
  return {
    filter: query.filter === '' ? undefined : query.filter,
    max_results: query.maxResults,
    page_token: query.pageToken,
    order_by: query.orderBy,
  };
}
