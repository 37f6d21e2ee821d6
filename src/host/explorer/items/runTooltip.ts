import * as vscode from 'vscode';
import { formatNumber } from '../../../core/format/number';
import { formatDateTime, formatDuration } from '../../../core/format/time';
import { modelMetrics, sortedParameters } from '../../../core/explorer/metricGroups';
import { runName, stateWords } from '../../../core/explorer/runLabels';
import type { Run } from '../../../core/mlflow/entities';
import { escapeMarkdown } from '../../../core/text/safeText';

const MAX_ROWS = 5;

/** A run in some lines: state, absolute times, five metrics, five parameters. Text of the server is escaped. */
export function runTooltip(run: Run, shownMetrics: readonly string[], now: number): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(`**${escapeMarkdown(runName(run))}** ${escapeMarkdown(stateWords(run, now))}\n\n`);
  text.appendMarkdown(times(run, now));
  const metrics = [...modelMetrics(run)].sort((a, b) => rank(a.key, shownMetrics) - rank(b.key, shownMetrics));
  appendTable(
    text,
    vscode.l10n.t('Metrics'),
    metrics.map((metric) => [metric.key, formatNumber(metric.value)]),
  );
  appendTable(
    text,
    vscode.l10n.t('Parameters'),
    sortedParameters(run).map((param) => [param.key, param.value]),
  );
  return text;
}

function rank(key: string, shown: readonly string[]): number {
  const index = shown.indexOf(key);
  return index < 0 ? shown.length : index;
}

function times(run: Run, now: number): string {
  const lines = [vscode.l10n.t('Started {0}', formatDateTime(run.startTime))];
  if (run.endTime !== undefined) {
    lines.push(vscode.l10n.t('Ended {0}', formatDateTime(run.endTime)));
  }
  lines.push(vscode.l10n.t('Took {0}', formatDuration((run.endTime ?? now) - run.startTime)));
  return `${lines.map((line) => escapeMarkdown(line)).join('  \n')}\n\n`;
}

function appendTable(
  text: vscode.MarkdownString,
  title: string,
  rows: readonly (readonly [name: string, value: string])[],
): void {
  if (rows.length === 0) {
    return;
  }
  const shown = rows.slice(0, MAX_ROWS).map(([name, value]) => `| ${cell(name)} | \u00a0\u00a0${cell(value)} |\n`);
  const rest =
    rows.length > MAX_ROWS ? `\n${escapeMarkdown(vscode.l10n.t('and {0} more', rows.length - MAX_ROWS))}\n` : '';
  text.appendMarkdown(`| ${escapeMarkdown(title)} | |\n|:--|:--|\n${shown.join('')}${rest}\n`);
}

function cell(value: string): string {
  return escapeMarkdown(value.slice(0, 100));
}
