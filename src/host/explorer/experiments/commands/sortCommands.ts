import * as vscode from 'vscode';
import { isLowerBetter } from '../../../../core/format/metricDirection';
import { seenKeys } from '../../../../core/explorer/metricGroups';
import {
  isSameSort,
  isSortable,
  NEWEST_FIRST,
  RUN_SORT_ATTRIBUTES,
  type RunSort,
} from '../../../../core/explorer/runOrder';
import type { RunEntry } from '../../../../core/explorer/runTree';
import type { Run } from '../../../../core/mlflow/entities';
import { withoutIcons } from '../../../../core/text/safeText';
import type { ExperimentNode } from '../../../shared/nodes';
import type { ExplorerData } from '../../explorerData';

interface KeyItem extends vscode.QuickPickItem {
  /** Absent for the separators between groups. */
  readonly sort?: RunSort;
}

interface DirectionItem extends vscode.QuickPickItem {
  readonly ascending: boolean;
}

/** Asks what the experiment's runs are sorted by, and in which direction. */
export async function chooseSort({ experiment }: ExperimentNode, data: ExplorerData): Promise<void> {
  const connection = data.connection;
  const runs = await connection?.runs(experiment.experimentId);
  if (connection === undefined || runs === undefined) {
    return;
  }
  const current = connection.choices.runList(experiment.experimentId).sort;
  const picked = await vscode.window.showQuickPick(keyItems(runsOf(runs.tree.all), current), {
    title: vscode.l10n.t('Sort the Runs of {0}', withoutIcons(experiment.name)),
    placeHolder: vscode.l10n.t('Metrics and parameters are those of the loaded runs'),
  });
  if (picked?.sort === undefined) {
    return;
  }
  const sort = isSameSort(picked.sort, NEWEST_FIRST) ? NEWEST_FIRST : await askDirection(picked.sort);
  // The same id is another experiment on another server.
  if (sort !== undefined && connection === data.connection) {
    await setSort(experiment.experimentId, sort, data);
  }
}

/** Sorts the experiment's runs. */
async function setSort(experimentId: string, sort: RunSort, data: ExplorerData): Promise<void> {
  await data.connection?.choices.setRunList(experimentId, { sort });
  data.connection?.restartRuns(experimentId);
  data.redrawExperiment(experimentId);
}

/** The runs of entries. */
export function* runsOf(entries: Iterable<RunEntry>): Iterable<Run> {
  for (const entry of entries) {
    yield entry.run;
  }
}

function keyItems(runs: Iterable<Run>, current: RunSort): KeyItem[] {
  const { metrics, params } = seenKeys(runs);
  const item = (sort: RunSort, label: string): KeyItem => ({
    label: withoutIcons(label),
    ...(sort.by === current.by && sort.key === current.key ? { description: vscode.l10n.t('current') } : {}),
    sort,
  });
  const names = attributeNames();
  return [
    item(NEWEST_FIRST, vscode.l10n.t('Newest first')),
    ...group(
      vscode.l10n.t('Metrics'),
      metrics.filter(isSortable).map((key) => item({ by: 'metric', key, ascending: isLowerBetter(key) }, key)),
    ),
    ...group(
      vscode.l10n.t('Parameters'),
      params.filter(isSortable).map((key) => item({ by: 'param', key, ascending: true }, key)),
    ),
    ...group(
      vscode.l10n.t('Attributes'),
      RUN_SORT_ATTRIBUTES.map((key) => item({ by: 'attribute', key, ascending: true }, names[key])),
    ),
  ];
}

function group(label: string, items: readonly KeyItem[]): KeyItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function attributeNames(): Readonly<Record<(typeof RUN_SORT_ATTRIBUTES)[number], string>> {
  return {
    start_time: vscode.l10n.t('Start time'),
    end_time: vscode.l10n.t('End time'),
    run_name: vscode.l10n.t('Name'),
    status: vscode.l10n.t('Status'),
    user_id: vscode.l10n.t('User'),
  };
}

/** The likelier direction comes first. */
async function askDirection(sort: RunSort): Promise<RunSort | undefined> {
  const directions: DirectionItem[] = [
    { label: vscode.l10n.t('Ascending'), description: vscode.l10n.t('lowest or first on top'), ascending: true },
    { label: vscode.l10n.t('Descending'), description: vscode.l10n.t('highest or last on top'), ascending: false },
  ];
  const picked = await vscode.window.showQuickPick(sort.ascending ? directions : directions.reverse(), {
    title: vscode.l10n.t('Sort by {0}', withoutIcons(sort.key)),
  });
  return picked === undefined ? undefined : { ...sort, ascending: picked.ascending };
}
