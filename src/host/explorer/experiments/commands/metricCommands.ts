import * as vscode from 'vscode';
import { isSystemMetric, seenKeys } from '../../../../core/explorer/metricGroups';
import { withoutIcons } from '../../../../core/text/safeText';
import type { ExperimentNode } from '../../../shared/nodes';
import type { ExplorerData } from '../../explorerData';
import type { ExplorerSettings } from '../../explorerSettings';
import { runsOf } from './sortCommands';

interface MetricItem extends vscode.QuickPickItem {
  readonly key: string;
}

/** Asks which metrics stand beside the experiment's runs. */
export async function chooseShownMetrics(
  { experiment }: ExperimentNode,
  data: ExplorerData,
  settings: ExplorerSettings,
): Promise<void> {
  const runs = await data.connection?.runs(experiment.experimentId);
  if (runs === undefined) {
    return;
  }
  const chosen = settings.chosenMetrics(experiment.name);
  const seen = seenKeys(runsOf(runs.tree.all)).metrics.filter((key) => !isSystemMetric(key));
  const items = [...new Set([...chosen, ...seen])].map((key): MetricItem => ({
    label: withoutIcons(key),
    picked: chosen.includes(key),
    key,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Metrics beside the Runs of {0}', withoutIcons(experiment.name)),
    placeHolder: vscode.l10n.t('None shows the metric that most runs have'),
  });
  if (picked !== undefined) {
    await settings.chooseMetrics(
      experiment.name,
      picked.map((item) => item.key),
    );
  }
}
