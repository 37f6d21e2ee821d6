import * as vscode from 'vscode';
import { formatCount } from '../../../core/format/number';
import type { ExperimentRuns } from '../../../core/explorer/experimentRuns';
import { isSameSort, NEWEST_FIRST } from '../../../core/explorer/runOrder';
import { singleLine } from '../../../core/text/safeText';
import type { RunListChoice } from '../choices';

/** What is known of an experiment without asking the server: `100+ runs, 2 running`, its filter, its sort. */
export function experimentFacts(runs: ExperimentRuns | undefined, choice: RunListChoice): string[] {
  const counts = runs === undefined ? [] : [countText(runs), ...runningText(runs)];
  return [...counts, ...filterText(choice), ...sortText(runs, choice)];
}

function countText(runs: ExperimentRuns): string {
  const counted = formatCount(runs.count, 'run', 'runs');
  return runs.hasMore ? counted.replace(' ', '+ ') : counted;
}

function runningText(runs: ExperimentRuns): string[] {
  const running = runs.runningCount;
  return running === 0 ? [] : [vscode.l10n.t('{0} running', running)];
}

function filterText({ filter }: RunListChoice): string[] {
  return filter === '' ? [] : [singleLine(filter, 80)];
}

function sortText(runs: ExperimentRuns | undefined, { sort }: RunListChoice): string[] {
  if (isSameSort(sort, NEWEST_FIRST)) {
    return [];
  }
  const text = vscode.l10n.t('by {0} {1}', singleLine(sort.key, 60), sort.ascending ? '↑' : '↓');
  if (runs?.tree.sortsAsNumbers() !== true) {
    return [text];
  }
  // The server orders parameters as text: what is not loaded yet may belong between the rows.
  return [
    runs.hasMore ? vscode.l10n.t('{0} as numbers, of those loaded', text) : vscode.l10n.t('{0} as numbers', text),
  ];
}
