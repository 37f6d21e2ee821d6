import type { CardMetric, ChangedParam } from '../../src/core/notebook/outputSchemas';
import type { RunOutput } from '../../src/core/notebook/runOutput';
import type { CardNotification, CardUpdate } from '../../src/protocol/runCard';
import type { Steps } from './curve';

/** Why there is nothing newer than what a card shows. */
export type Obstacle = Exclude<CardNotification, { type: 'update' }>;

/** What a card knows: its output, and what the host has told since. */
export interface CardSources {
  readonly output: RunOutput;
  readonly update?: CardUpdate | undefined;
  readonly obstacle?: Obstacle | undefined;
  /** Whether there is a host to ask and to act: not in an untrusted workspace's preview of a notebook, for one. */
  readonly hasHost: boolean;
}

/** Both put together. */
export interface CardData {
  readonly output: RunOutput;
  readonly run: Pick<CardUpdate, 'name' | 'status' | 'startTime' | 'endTime' | 'silentFor'>;
  /** It has not ended, as far as is known. */
  readonly runs: boolean;
  /** It runs, and news of it come. */
  readonly isLive: boolean;
  readonly obstacle: Obstacle | undefined;
  readonly progress: CardUpdate['progress'];
  readonly metrics: readonly CardMetric[];
  readonly metricCount: number;
  readonly steps: Steps;
  readonly changedParams: readonly ChangedParam[];
  readonly paramCount: number;
  /** Milliseconds between two updates, once there was one. */
  readonly interval: number | undefined;
}

/** Puts together what the output says and what the host has told: what is newer wins. */
export function cardData({ output, update, obstacle, hasHost }: CardSources): CardData {
  const newest = update === undefined ? fromOutput(output) : fromUpdate(update, output);
  const runs = newest.run.status === 'RUNNING' || newest.run.status === 'SCHEDULED';
  return {
    ...newest,
    output,
    runs,
    isLive: runs && hasHost && obstacle === undefined,
    obstacle: runs ? obstacle : undefined,
    steps: stepsOf(newest.metrics, runs ? newest.progress?.total : undefined),
  };
}

type Newest = Omit<CardData, 'output' | 'runs' | 'isLive' | 'obstacle' | 'steps'>;

function fromOutput(output: RunOutput): Newest {
  const { run, metrics, metricCount, changedParams, paramCount } = output;
  return {
    run: { ...run, silentFor: undefined },
    metrics,
    metricCount,
    changedParams,
    paramCount,
    progress: undefined,
    interval: undefined,
  };
}

function fromUpdate(update: CardUpdate, output: RunOutput): Newest {
  const { metricCount, paramCount, progress, interval } = update;
  return {
    run: update,
    metrics: withPrevious(update.metrics, output.metrics),
    metricCount,
    changedParams: update.changedParams.length > 0 ? update.changedParams : output.changedParams,
    paramCount,
    progress,
    interval,
  };
}

/** The host may not have the run before; the output may. */
function withPrevious(metrics: readonly CardMetric[], known: readonly CardMetric[]): readonly CardMetric[] {
  const previous = new Map(known.map((metric) => [metric.key, metric.previous]));
  return metrics.map((metric) => ({ ...metric, previous: metric.previous ?? previous.get(metric.key) }));
}

function stepsOf(metrics: readonly CardMetric[], total: number | undefined): Steps {
  let first = Number.POSITIVE_INFINITY;
  let last = total ?? 0;
  for (const { points, step } of metrics) {
    for (const [at] of [...points, [step]]) {
      first = Math.min(first, at ?? 0);
      last = Math.max(last, at ?? 0);
    }
  }
  return { first: Math.min(first, last), last };
}
