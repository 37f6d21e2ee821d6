import type { TrackingStore } from '../../../store/trackingStore';
import type { RestRequest } from '../request';
import type { RestClient } from '../restClient';
import { readAllPages } from '../pages';
import { MetricPage } from '../schemas/runs';
import { get } from './api';

const POINTS_PER_PAGE = 25_000;
// The most that the endpoint gives.
const SAMPLED_POINTS = 2500;

/** `metrics/…` */
export function metricEndpoints(client: RestClient): Pick<TrackingStore, 'metricHistory' | 'sampledHistory'> {
  return {
    metricHistory: (runId, key, maxPoints, signal) => {
      const request = (token: string | undefined) =>
        get('load the metric’s history', 'metrics/get-history', {
          run_id: runId,
          metric_key: key,
          max_results: Math.min(maxPoints, POINTS_PER_PAGE),
          page_token: token,
        });
      return readAllPages(
        (token) => client.json(request(token), MetricPage, signal),
        undefined,
        { pages: client.limits.pages, items: maxPoints },
        client.describe(request(undefined)),
      );
    },
    sampledHistory: async (runId, key, { first, last }, signal) => {
      const request: RestRequest = {
        action: 'load points of the metric',
        method: 'GET',
        // MLflow has it for its own pages only, which are under another root.
        path: '/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval',
        query: { run_ids: [runId], metric_key: key, start_step: first, end_step: last, max_results: SAMPLED_POINTS },
        effect: 'read',
      };
      return (await client.json(request, MetricPage, signal)).items;
    },
  };
}
