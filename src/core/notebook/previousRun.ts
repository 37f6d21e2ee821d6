import type { Run } from '../mlflow/entities';
import type { TrackingReader } from '../store/trackingStore';
import type { RunOutput } from './runOutput';

// What may stand in MLflow's filter between quotes without a meaning of its own; Jupyter's and VS Code's ids have no more.
const PLAIN_ID = /^[\w.:/-]{1,200}$/u;

/**
 * The run that the cell made before this one: the output names it, else the newest earlier run of the same cell. Undefined
 * where there is none, or where the cell has no id.
 */
export async function findPreviousRun(
  { run, cell, previousRunId }: RunOutput,
  reader: TrackingReader,
  signal?: AbortSignal,
): Promise<Run | undefined> {
  if (previousRunId !== undefined) {
    return reader.getRun(previousRunId, signal);
  }
  if (cell.id === undefined || !PLAIN_ID.test(cell.id)) {
    return undefined;
  }
  const query = {
    experimentIds: [run.experimentId],
    filter: `tags.\`runlens.cell.id\` = '${cell.id}' AND attributes.start_time < ${Math.trunc(run.startTime)}`,
    orderBy: ['attributes.start_time DESC'],
    // The run itself is among them where the clocks of kernel and server differ.
    maxResults: 2,
  };
  const { items } = await reader.searchRuns(query, signal);
  return items.find(({ runId }) => runId !== run.runId);
}
