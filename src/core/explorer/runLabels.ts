import { formatNumber } from '../format/number';
import { findByKey, type Run } from '../mlflow/entities';
import { singleLine } from '../text/safeText';
import type { DescriptionContext } from './runDescription';
import { describeRun } from './runDescription';
import { runState, type RunState } from './runStatus';

const STATE_WORDS: Readonly<Record<RunState, string>> = {
  running: 'running',
  lost: 'running, but silent',
  scheduled: 'scheduled',
  finished: 'finished',
  failed: 'failed',
  killed: 'killed',
  deleted: 'deleted',
};

/** A run's state in words, for labels and tooltips. */
export function stateWords(run: Run, now: number): string {
  return STATE_WORDS[runState(run, now)];
}

/** A run's name on one line; its id where it has none. */
export function runName(run: Run): string {
  return singleLine(run.name, 120) || singleLine(run.runId, 120);
}

/** What a screen reader says of a run: `trial-17, run, finished, val_auc 0.8731, @challenger`. */
export function runLabel(run: Run, context: DescriptionContext): string {
  const [metric] = context.metrics;
  const only = context.metrics.length === 1 && metric !== undefined && context.children.runs.length === 0;
  const value = only ? findByKey(run.metrics, metric)?.value : undefined;
  const figures =
    value === undefined
      ? [describeRun(run, context)]
      : [`${singleLine(metric ?? '', 60)} ${formatNumber(value)}`, describeRun(run, { ...context, metrics: [] })];
  return [...new Set([runName(run), 'run', stateWords(run, context.now), ...figures])]
    .filter((part) => part !== '')
    .join(', ');
}
