import * as vscode from 'vscode';
import { withoutIcons } from '../../../../core/text/safeText';
import type { ExperimentNode } from '../../../shared/nodes';
import type { ExplorerData } from '../../explorerData';
import type { TreeNode } from '../../internalNodes';

interface ExperimentItem extends vscode.QuickPickItem {
  readonly node: ExperimentNode;
}

/** The experiment that a command is about: the element it was called on, the selected one, or one that the person picks. */
export async function pickExperiment(
  called: TreeNode | undefined,
  selection: readonly TreeNode[],
  data: ExplorerData,
): Promise<ExperimentNode | undefined> {
  const [selected] = selection;
  return experimentOf(called, data) ?? (selection.length === 1 ? experimentOf(selected, data) : undefined) ?? ask(data);
}

function experimentOf(node: TreeNode | undefined, data: ExplorerData): ExperimentNode | undefined {
  if (node?.kind === 'experiment') {
    return node;
  }
  const run = node !== undefined && 'run' in node ? node.run : undefined;
  const experiment = run === undefined ? undefined : data.connection?.experiment(run.experimentId);
  return experiment === undefined ? undefined : { kind: 'experiment', experiment };
}

async function ask(data: ExplorerData): Promise<ExperimentNode | undefined> {
  const list = await data.connection?.experiments();
  const items = [...(list?.all ?? [])].map((node): ExperimentItem => ({
    label: withoutIcons(node.experiment.name),
    description: withoutIcons(node.experiment.experimentId),
    node,
  }));
  if (items.length <= 1) {
    return items[0]?.node;
  }
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Choose an Experiment'),
    matchOnDescription: true,
  });
  return picked?.node;
}
