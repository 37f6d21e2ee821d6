import { formatDateTime, formatDuration } from '../format/time';
import type { KeyValue, Run } from '../mlflow/entities';
import { multiLine, singleLine } from '../text/safeText';

const MAX_VALUE = 2000;
// MLflow's record of each logged model, long and told better by the models themselves, and the name, which stands above.
const LEFT_OUT = new Set(['mlflow.log-model.history', 'mlflow.runName']);

/**
 * A run as text of lines, so that an editor can show how two of them differ: keys are sorted, figures whole, and what differs
 * between any two runs (ids, start) stands at the top.
 */
export function runText(run: Run): string {
  const sections = [
    ['Parameters', run.params.map(keyValueLine)],
    ['Metrics', run.metrics.map(({ key, value }) => `${singleLine(key)} = ${String(value)}`)],
    ['Tags', run.tags.filter(({ key }) => !LEFT_OUT.has(key)).map(keyValueLine)],
  ] as const;
  return [...headLines(run), ...sections.flatMap(([title, lines]) => sectionLines(title, lines))].join('\n') + '\n';
}

function headLines(run: Run): readonly string[] {
  const duration = run.endTime === undefined ? '–' : formatDuration(run.endTime - run.startTime);
  return [
    `Run       ${singleLine(run.name)}`,
    `ID        ${singleLine(run.runId)}`,
    `Status    ${run.status}`,
    `Started   ${formatDateTime(run.startTime)}`,
    `Duration  ${duration}`,
  ];
}

function sectionLines(title: string, lines: readonly string[]): readonly string[] {
  const sorted = [...lines].sort();
  return ['', title, ...(sorted.length === 0 ? ['  –'] : sorted.map((line) => `  ${line}`))];
}

// Lines of a value are indented, so that none of them reads as another key.
function keyValueLine({ key, value }: KeyValue): string {
  return `${singleLine(key)} = ${multiLine(value, MAX_VALUE).replaceAll('\n', '\n    ')}`;
}
