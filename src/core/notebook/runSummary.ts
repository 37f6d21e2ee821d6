import { formatNumber } from '../format/number';
import { formatDateTime, formatDuration } from '../format/time';
import type { RunStatus } from '../mlflow/entities';
import { singleLine } from '../text/safeText';
import type { RunOutput } from './runOutput';

type RunMetric = RunOutput['metrics'][number];

const NAME_LENGTH = 60;
// The status bar of a cell cuts what is longer, and the figure comes last.
const SHORT_NAME = 32;
const LISTED = 5;

const STATUS_WORDS: Readonly<Record<RunStatus, string>> = {
  RUNNING: 'running',
  SCHEDULED: 'scheduled',
  FINISHED: 'finished',
  FAILED: 'failed',
  KILLED: 'killed',
};

/** `gallant-fox · accuracy 0.97`: the first of the wished metrics that the run has, or else its first. */
export function summarizeRun({ run, metrics, error }: RunOutput, wished: readonly string[]): string {
  const metric = chooseMetric(metrics, wished);
  const failure = error === undefined ? [] : [singleLine(error.type, NAME_LENGTH)];
  const figure = metric === undefined ? [] : [`${singleLine(metric.key, NAME_LENGTH)} ${formatNumber(metric.value)}`];
  return [singleLine(runLabelOf({ run }), SHORT_NAME), ...(run.status === 'FAILED' ? failure : figure)].join(' · ');
}

/** The run's name on one line; the beginning of its id where it has none. */
function runLabelOf({ run }: Pick<RunOutput, 'run'>): string {
  return singleLine(run.name, NAME_LENGTH) || run.runId.slice(0, 8);
}

function chooseMetric(metrics: readonly RunMetric[], wished: readonly string[]): RunMetric | undefined {
  const found = wished.map((key) => metrics.find((metric) => metric.key === key));
  return found.find((metric) => metric !== undefined) ?? metrics[0];
}

/** Several lines about the run, for a tooltip without Markdown. */
export function describeRunOutput({ run, metrics, metricCount, params, paramCount, error }: RunOutput): string {
  const took = run.endTime === undefined ? '' : `, ${formatDuration(run.endTime - run.startTime)}`;
  return [
    `${runLabelOf({ run })} in ${singleLine(run.experimentName, NAME_LENGTH)}`,
    `${STATUS_WORDS[run.status]}${took}, started ${formatDateTime(run.startTime)}`,
    ...(error === undefined ? [] : [singleLine(`${error.type}: ${error.message}`, 200)]),
    ...listed(
      metrics.map(({ key, value }) => `${singleLine(key, NAME_LENGTH)} ${formatNumber(value)}`),
      metricCount,
    ),
    ...listed(
      params.map(([key, value]) => `${singleLine(key, NAME_LENGTH)} = ${singleLine(value, NAME_LENGTH)}`),
      paramCount,
    ),
  ].join('\n');
}

function listed(lines: readonly string[], count: number): readonly string[] {
  const shown = lines.slice(0, LISTED);
  return count > shown.length ? [...shown, `and ${count - shown.length} more`] : shown;
}
