import type { CardRunState } from '../../core/notebook/cardRun';
import { jsonNumber, LIMITS, type CardMetric } from '../../core/notebook/outputSchemas';
import type { CardMessage } from '../../protocol/runCard';

/** What a card is told of its run. Messages pass as JSON, which has no NaN. */
export function updateMessage(state: CardRunState, interval: number): CardMessage {
  const { run, params, metrics, metricCount, changedParams, progress, silentFor } = state;
  return {
    type: 'update',
    runId: run.runId,
    name: run.name,
    status: run.status,
    startTime: run.startTime,
    endTime: run.endTime,
    silentFor,
    progress,
    paramCount: params.length,
    metrics: metrics.map(jsonMetric),
    metricCount,
    changedParams: changedParams.slice(0, LIMITS.changed),
    interval,
  };
}

function jsonMetric({ key, value, step, points, previous }: CardMetric) {
  return {
    key,
    value: jsonNumber(value),
    step,
    points: points.map(([at, y]) => [at, jsonNumber(y)]),
    previous: previous === undefined ? undefined : jsonNumber(previous),
  };
}
