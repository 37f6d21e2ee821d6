import type { TrackingStore } from '../../../store/trackingStore';
import type { Run } from '../../entities';
import type { RestClient } from '../restClient';
import { OneRun, RunPage } from '../schemas/runs';
import { Nothing } from '../schemas/values';
import { get, pageQuery, search, write } from './api';

type RunMethods = Pick<
  TrackingStore,
  'searchRuns' | 'getRun' | 'refreshRuns' | 'updateRun' | 'deleteRun' | 'restoreRun' | 'setRunTag' | 'deleteRunTag'
>;

const RUNS_PER_REFRESH = 100;

/** `runs/…` */
export function runEndpoints(client: RestClient): RunMethods {
  return {
    searchRuns: (query, signal) => {
      const body = {
        ...pageQuery(query),
        experiment_ids: query.experimentIds,
        run_view_type: query.view ?? 'ACTIVE_ONLY',
      };
      return client.json(search('load runs', 'runs/search', body), RunPage, signal);
    },
    getRun: (runId, signal) => client.json(get('load the run', 'runs/get', { run_id: runId }), OneRun, signal),
    refreshRuns: async (experimentIds, runIds, signal) => {
      const chunks = await Promise.all(
        chunksOf(runIds, RUNS_PER_REFRESH).map((chunk) => refreshChunk(client, experimentIds, chunk, signal)),
      );
      return chunks.flat();
    },
    updateRun: ({ runId, name, status, endTime }, signal) => {
      const body = { run_id: runId, run_name: name, status, end_time: endTime };
      return client.json(write('update the run', 'POST', 'runs/update', body, 'upsert'), Nothing, signal);
    },
    deleteRun: (runId, signal) =>
      client.json(write('delete the run', 'POST', 'runs/delete', { run_id: runId }, 'upsert'), Nothing, signal),
    restoreRun: (runId, signal) =>
      client.json(write('restore the run', 'POST', 'runs/restore', { run_id: runId }, 'upsert'), Nothing, signal),
    setRunTag: (runId, tag, signal) => {
      const body = { run_id: runId, ...tag };
      return client.json(write('set the tag', 'POST', 'runs/set-tag', body, 'upsert'), Nothing, signal);
    },
    deleteRunTag: (runId, key, signal) =>
      client.json(write('delete the tag', 'POST', 'runs/delete-tag', { run_id: runId, key }), Nothing, signal),
  };
}

async function refreshChunk(
  client: RestClient,
  experimentIds: readonly string[],
  runIds: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly Run[]> {
  // Ids come from the server: what is not one of MLflow's must not reach the filter's grammar.
  const ids = runIds.filter((id) => /^[\w-]+$/u.test(id)).map((id) => `'${id}'`);
  const body = {
    experiment_ids: experimentIds,
    filter: `attributes.run_id IN (${ids.join(', ')})`,
    run_view_type: 'ALL',
    max_results: ids.length,
  };
  if (ids.length === 0) {
    return [];
  }
  const page = await client.json(search('refresh runs', 'runs/search', body), RunPage, signal);
  return page.items;
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
