import type { Run } from '../mlflow/entities';

/** What a person calls a run's state. `lost` runs are RUNNING on the server, but nothing was heard of them for long. */
export type RunState = 'running' | 'lost' | 'scheduled' | 'finished' | 'failed' | 'killed' | 'deleted';

const LOST_AFTER_MS = 20 * 60_000;

export function runState(run: Run, now: number): RunState {
  if (run.lifecycleStage === 'deleted') {
    return 'deleted';
  }
  switch (run.status) {
    case 'RUNNING':
      return silence(run, now) > LOST_AFTER_MS ? 'lost' : 'running';
    case 'SCHEDULED':
      return 'scheduled';
    case 'FINISHED':
      return 'finished';
    case 'FAILED':
      return 'failed';
    case 'KILLED':
      return 'killed';
  }
}

/** Milliseconds since the run started or last logged a metric. */
export function silence(run: Run, now: number): number {
  let latest = run.startTime;
  for (const metric of run.metrics) {
    latest = Math.max(latest, metric.timestamp);
  }
  return now - latest;
}
