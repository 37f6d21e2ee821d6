import * as vscode from 'vscode';
import { metricBound } from '../../../core/explorer/nearestMatch';
import { formatNumber } from '../../../core/format/number';
import { findByKey } from '../../../core/mlflow/entities';
import { orderBy } from '../../../core/explorer/runOrder';
import { singleLine } from '../../../core/text/safeText';
import type { TrackingReader } from '../../../core/store/trackingStore';
import type { ExperimentNode } from '../../shared/nodes';
import type { MessageNode } from '../internalNodes';

/** Instead of runs: there are none. */
export function noRuns(node: ExperimentNode): MessageNode[] {
  return [{ kind: 'message', id: `none/${node.experiment.experimentId}`, label: vscode.l10n.t('No runs yet') }];
}

/** Instead of runs: the filter matches none, how near the data comes, and what can be done. */
export function noMatch(node: ExperimentNode, nearest: string | undefined): MessageNode[] {
  const id = node.experiment.experimentId;
  const facts = [vscode.l10n.t('No run matches the filter.'), ...(nearest === undefined ? [] : [nearest])];
  return [
    ...facts.map((label, index): MessageNode => ({
      kind: 'message',
      id: `noMatch/${id}/${index}`,
      label,
      ...(index === 0 ? { icon: 'info' } : {}),
    })),
    {
      kind: 'message',
      id: `editFilter/${id}`,
      label: vscode.l10n.t('Edit Filter…'),
      icon: 'filter',
      command: { id: 'runlens.runs.filter', arguments: [node] },
    },
    {
      kind: 'message',
      id: `clearFilter/${id}`,
      label: vscode.l10n.t('Clear the filter to see all runs'),
      icon: 'clear-all',
      command: { id: 'runlens.runs.clearFilter', arguments: [node] },
    },
  ];
}

/** Instead of experiments: none has the searched name, or all are hidden. */
export function noExperiment(search: string, hidden: number): MessageNode[] {
  if (search !== '') {
    return [
      {
        kind: 'message',
        id: 'noExperiment',
        label: vscode.l10n.t('No experiment’s name contains “{0}”.', singleLine(search, 80)),
      },
      {
        kind: 'message',
        id: 'clearSearch',
        label: vscode.l10n.t('Clear the search to see all experiments'),
        icon: 'clear-all',
        command: { id: 'runlens.experiments.clearSearch', arguments: [] },
      },
    ];
  }
  if (hidden === 0) {
    return [];
  }
  return [
    {
      kind: 'message',
      id: 'allHidden',
      label: vscode.l10n.t('All {0} experiments are hidden. Show them', hidden),
      icon: 'eye',
      command: { id: 'runlens.experiments.showHidden', arguments: [] },
    },
  ];
}

/** `The highest val_auc is 0.8731.`, for a filter that asks for more; undefined where the filter compares no metric. */
export async function nearestValue(
  reader: TrackingReader,
  experimentId: string,
  filter: string,
): Promise<string | undefined> {
  const bound = metricBound(filter);
  if (bound === undefined) {
    return undefined;
  }
  const sort = { by: 'metric', key: bound.metric, ascending: bound.ascending } as const;
  const page = await reader.searchRuns({ experimentIds: [experimentId], orderBy: orderBy(sort), maxResults: 1 });
  const value = page.items[0] === undefined ? undefined : findByKey(page.items[0].metrics, bound.metric)?.value;
  const name = singleLine(bound.metric, 60);
  if (value === undefined) {
    return vscode.l10n.t('No run has a metric {0}.', name);
  }
  return bound.ascending
    ? vscode.l10n.t('The lowest {0} is {1}.', name, formatNumber(value))
    : vscode.l10n.t('The highest {0} is {1}.', name, formatNumber(value));
}
