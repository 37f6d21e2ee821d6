import type { Run } from '../mlflow/entities';
import { isSystemMetric } from './metricGroups';

/** How far a run has come: the highest step of its metrics, and the last one where a parameter tells it. */
export interface RunProgress {
  readonly step: number;
  readonly total?: number;
}

// Parameters by which common trainers log how many steps or epochs there will be.
const TOTALS = new Set([
  'epochs',
  'n_epochs',
  'num_epochs',
  'max_epochs',
  'num_train_epochs',
  'steps',
  'max_steps',
  'total_steps',
  'num_steps',
]);

/** Undefined where the run has logged no metric, or none with a step. */
export function runProgress(run: Run): RunProgress | undefined {
  let step = 0;
  for (const metric of run.metrics) {
    if (!isSystemMetric(metric.key)) {
      step = Math.max(step, metric.step);
    }
  }
  if (step === 0) {
    return undefined;
  }
  const total = run.params
    .filter((param) => TOTALS.has(param.key) && /^\d{1,9}$/u.test(param.value))
    .map((param) => Number(param.value))
    .find((value) => value >= step);
  return total === undefined ? { step } : { step, total };
}
