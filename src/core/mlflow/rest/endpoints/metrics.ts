import type { TrackingStore } from '../../../store/trackingStore';
import type { RestClient } from '../restClient';
import { readAllPages } from '../pages';
import { MetricPage } from '../schemas/runs';
import { get } from './api';

const POINTS_PER_PAGE = 25_000;

/** `metrics/…` */
export function metricEndpoints(client: RestClient): Pick<TrackingStore, 'metricHistory'> {
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
  };
}
