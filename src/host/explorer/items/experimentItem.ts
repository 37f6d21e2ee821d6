import * as vscode from 'vscode';
import { formatDateTime } from '../../../core/format/time';
import type { Experiment } from '../../../core/mlflow/entities';
import { escapeMarkdown, singleLine } from '../../../core/text/safeText';
import { experimentContext, type ExperimentMarks } from '../contextValues';
import { itemId } from './itemIds';
import type { Appearance } from '../appearance';

export interface ExperimentItemContext extends ExperimentMarks {
  /** Such as `318 runs, 2 running`; the parts that are known. */
  readonly facts: readonly string[];
}

export function experimentItem(
  experiment: Experiment,
  { facts, ...marks }: ExperimentItemContext,
  appearance: Appearance,
): vscode.TreeItem {
  const deleted = experiment.lifecycleStage === 'deleted';
  const states = [
    ...(deleted ? [vscode.l10n.t('deleted')] : []),
    ...(marks.hidden ? [vscode.l10n.t('hidden')] : []),
    ...(marks.pinned ? [vscode.l10n.t('pinned')] : []),
  ];
  const name = singleLine(experiment.name) || singleLine(experiment.experimentId);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = itemId('experiment', experiment.experimentId);
  item.description = [...facts, ...states].join(', ');
  item.iconPath = appearance.icon(deleted ? 'trash' : 'beaker');
  item.contextValue = experimentContext(experiment, marks);
  item.accessibilityInformation = { label: [name, vscode.l10n.t('experiment'), ...facts, ...states].join(', ') };
  return item;
}

export function experimentTooltip(experiment: Experiment): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(`**${escapeMarkdown(experiment.name)}**\n\n`);
  const lines = [vscode.l10n.t('Experiment {0}', experiment.experimentId)];
  if (experiment.creationTime !== undefined) {
    lines.push(vscode.l10n.t('Created {0}', formatDateTime(experiment.creationTime)));
  }
  lines.push(vscode.l10n.t('Artifacts in {0}', experiment.artifactLocation));
  text.appendMarkdown(lines.map((line) => escapeMarkdown(line)).join('  \n'));
  return text;
}
