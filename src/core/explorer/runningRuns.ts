import type { Run } from '../mlflow/entities';
import type { TrackingReader } from '../store/trackingStore';

/** More runs than this at one time are shown as far as they fit in one reply. */
const MAX_RUNNING = 1000;

/** What one look at the server tells about running runs. */
export interface RunningRuns {
  readonly running: readonly Run[];
  /** Known ones that have ended since, in their final state. */
  readonly ended: readonly Run[];
  /** Ids of known ones that the server no longer gives. */
  readonly gone: readonly string[];
}

/**
 * All runs RUNNING in the experiments, newest first, in one request; a second one follows only when some of `known` are
 * no longer among them, for the state in which they ended.
 */
export async function findRunningRuns(
  reader: TrackingReader,
  experimentIds: readonly string[],
  known: readonly Run[],
  signal: AbortSignal,
): Promise<RunningRuns> {
  const running = experimentIds.length === 0 ? [] : await searchRunning(reader, experimentIds, signal);
  const ids = new Set(running.map((run) => run.runId));
  const missing = known.filter((run) => !ids.has(run.runId));
  if (missing.length === 0) {
    return { running, ended: [], gone: [] };
  }
  const missingIds = missing.map((run) => run.runId);
  const ended = await reader.refreshRuns([...new Set(missing.map((run) => run.experimentId))], missingIds, signal);
  const found = new Set(ended.map((run) => run.runId));
  return { running, ended, gone: missingIds.filter((id) => !found.has(id)) };
}

async function searchRunning(
  reader: TrackingReader,
  experimentIds: readonly string[],
  signal: AbortSignal,
): Promise<readonly Run[]> {
  const page = await reader.searchRuns(
    {
      experimentIds,
      filter: "attributes.status = 'RUNNING'",
      orderBy: ['attributes.start_time DESC'],
      maxResults: MAX_RUNNING,
    },
    signal,
  );
  return [...new Map(page.items.map((run) => [run.runId, run])).values()];
}
