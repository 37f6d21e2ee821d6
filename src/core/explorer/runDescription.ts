import { formatCount, formatNumber } from '../format/number';
import { formatDuration } from '../format/time';
import { findByKey, type Run } from '../mlflow/entities';
import { singleLine } from '../text/safeText';
import { betterOf } from '../format/metricDirection';
import { runProgress, type RunProgress } from './runProgress';
import { runState, silence } from './runStatus';

const MINUTE = 60_000;

/** What is known of a run's children. */
export interface Children {
  readonly runs: readonly Run[];
  /** Whether these are all. */
  readonly complete: boolean;
}

export interface DescriptionContext {
  /** Metrics to show, in this order. One alone is shown without its name. */
  readonly metrics: readonly string[];
  /** A parameter to show too: the one that the list is sorted by. */
  readonly parameter?: string;
  /** Aliases of the registered versions that came from the run. */
  readonly aliases: readonly string[];
  readonly children: Children;
  readonly pinned: boolean;
  readonly now: number;
}

/** What stands beside a run in the tree, such as `0.8731 @challenger` or `24 children, best 0.8731`. */
export function describeRun(run: Run, context: DescriptionContext): string {
  const figures = context.children.runs.length > 0 ? childFigures(run, context) : runFigures(run, context);
  const parts = [...figures, ...parameterText(run, context.parameter), ...(context.pinned ? ['pinned'] : [])];
  const aliases = context.aliases.map((alias) => `@${singleLine(alias, 60)}`).join(' ');
  return [parts.join(', '), aliases].filter((part) => part !== '').join(' ');
}

function childFigures(run: Run, { children, metrics }: DescriptionContext): string[] {
  const count = children.runs.length;
  const counted = formatCount(count, 'child', 'children');
  const parts = [children.complete ? counted : counted.replace(' ', '+ ')];
  if (metrics.length > 1) {
    return [...parts, ...metricTexts(run, metrics)];
  }
  const best = metrics[0] === undefined ? undefined : bestOf(children.runs, metrics[0]);
  return best === undefined ? parts : [...parts, `best ${formatNumber(best)}`];
}

/** The best value of a metric among runs; undefined where none has it. */
function bestOf(runs: readonly Run[], metric: string): number | undefined {
  let best: number | undefined;
  for (const run of runs) {
    const value = findByKey(run.metrics, metric)?.value;
    if (value !== undefined) {
      best = best === undefined ? value : betterOf(metric, best, value);
    }
  }
  return best;
}

function runFigures(run: Run, context: DescriptionContext): string[] {
  const progress = runProgress(run);
  const metrics = metricTexts(run, context.metrics);
  switch (runState(run, context.now)) {
    case 'running':
      return [...metrics, ...liveStep(progress)];
    case 'lost':
      return [silenceText(run, context.now)];
    case 'failed':
      return [endedAt('failed', progress)];
    case 'killed':
      return [endedAt('killed', progress), ...metrics];
    case 'scheduled':
      return ['scheduled'];
    case 'deleted':
      return ['deleted', ...metrics];
    case 'finished':
      return metrics;
  }
}

function liveStep(progress: RunProgress | undefined): string[] {
  return progress === undefined ? [] : [`step ${stepText(progress)}`];
}

function endedAt(state: string, progress: RunProgress | undefined): string {
  return progress === undefined ? state : `${state} at step ${progress.step}`;
}

/** `0.8712`, or `val_auc 0.8712` and `loss 0.21` where several are asked for. */
function metricTexts(run: Run, keys: readonly string[]): string[] {
  return keys.flatMap((key) => {
    const metric = findByKey(run.metrics, key);
    if (metric === undefined) {
      return [];
    }
    const value = formatNumber(metric.value);
    return [keys.length === 1 ? value : `${singleLine(key, 60)} ${value}`];
  });
}

function parameterText(run: Run, key: string | undefined): string[] {
  const value = key === undefined ? undefined : findByKey(run.params, key)?.value;
  return key === undefined || value === undefined ? [] : [`${singleLine(key, 60)} ${singleLine(value, 60)}`];
}

/** `42 of 60`, or `42`. */
function stepText({ step, total }: RunProgress): string {
  return total === undefined ? String(step) : `${step} of ${total}`;
}

/** `no news for 22 min`. */
function silenceText(run: Run, now: number): string {
  return `no news for ${formatDuration(wholeMinutes(silence(run, now)))}`;
}

/** What stands beside a run in Active Runs: `42 of 60, 14 min, val_auc 0.8712`, or how long nothing was heard of it. */
export function describeActiveRun(run: Run, metric: string | undefined, now: number): string {
  if (runState(run, now) === 'lost') {
    return silenceText(run, now);
  }
  const progress = runProgress(run);
  const shown = metric === undefined ? undefined : findByKey(run.metrics, metric);
  return [
    ...(progress === undefined ? [] : [progress.total === undefined ? `step ${progress.step}` : stepText(progress)]),
    elapsedText(now - run.startTime),
    ...(shown === undefined ? [] : [`${singleLine(shown.key, 60)} ${formatNumber(shown.value)}`]),
  ].join(', ');
}

function elapsedText(milliseconds: number): string {
  return milliseconds < MINUTE
    ? `${Math.max(0, Math.floor(milliseconds / 1000))} s`
    : formatDuration(wholeMinutes(milliseconds));
}

function wholeMinutes(milliseconds: number): number {
  return Math.floor(milliseconds / MINUTE) * MINUTE;
}
