import * as vscode from 'vscode';
import { isSystemMetric, modelMetrics, systemMetrics, userTags } from '../../../core/explorer/metricGroups';
import { runName } from '../../../core/explorer/runLabels';
import { runNote, runSource, sourceSummary } from '../../../core/explorer/runSource';
import type { Run } from '../../../core/mlflow/entities';
import { escapeMarkdown, multiLine, singleLine } from '../../../core/text/safeText';
import type { MetricNode, RunSection, SectionNode } from '../../shared/nodes';
import type { Appearance } from '../appearance';
import { sectionContext } from '../contextValues';
import { itemId } from './itemIds';

const ICONS: Readonly<Record<RunSection, string>> = {
  metrics: 'symbol-numeric',
  parameters: 'symbol-parameter',
  systemMetrics: 'pulse',
  tags: 'tag',
  note: 'note',
  source: 'file-code',
  datasets: 'table',
  models: 'package',
  artifacts: 'folder',
};

const IN_ORDER: readonly RunSection[] = [
  'metrics',
  'parameters',
  'tags',
  'note',
  'systemMetrics',
  'source',
  'datasets',
  'models',
  'artifacts',
];

// Artifacts: only the server knows whether there are any. Tags: a person may add the first one there.
const ALWAYS: ReadonlySet<RunSection> = new Set(['tags', 'artifacts']);

/** The sections of a run, those that are empty left out. */
export function sectionsOf(run: Run): readonly SectionNode[] {
  return IN_ORDER.filter((section) => ALWAYS.has(section) || summary(section, run) !== '').map((section) => ({
    kind: 'section',
    section,
    run,
  }));
}

/** The section under which the metric stands. */
export function sectionOfMetric({ run, metric }: MetricNode): SectionNode {
  return { kind: 'section', section: isSystemMetric(metric.key) ? 'systemMetrics' : 'metrics', run };
}

export function sectionItem({ section, run }: SectionNode, appearance: Appearance): vscode.TreeItem {
  const name = sectionName(section);
  const about = summary(section, run);
  const isLeaf = section === 'note';
  const item = new vscode.TreeItem(
    name,
    isLeaf ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = itemId('section', run.runId, section);
  item.description = about;
  item.iconPath = appearance.icon(ICONS[section]);
  item.contextValue = sectionContext(section);
  item.accessibilityInformation = {
    label: [name, ...(about === '' ? [] : [about]), vscode.l10n.t('of run {0}', runName(run))].join(', '),
  };
  return item;
}

/** The whole note as text, for its tooltip. */
export function noteTooltip(run: Run): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  const lines = multiLine(runNote(run) ?? '', 2000).split('\n');
  return text.appendMarkdown(lines.map((line) => escapeMarkdown(line)).join('  \n'));
}

function sectionName(section: RunSection): string {
  const names: Readonly<Record<RunSection, string>> = {
    metrics: vscode.l10n.t('Metrics'),
    parameters: vscode.l10n.t('Parameters'),
    systemMetrics: vscode.l10n.t('System metrics'),
    tags: vscode.l10n.t('Tags'),
    note: vscode.l10n.t('Note'),
    source: vscode.l10n.t('Source'),
    datasets: vscode.l10n.t('Datasets'),
    models: vscode.l10n.t('Models'),
    artifacts: vscode.l10n.t('Artifacts'),
  };
  return names[section];
}

/** How much is in the section, or its content where that is short; empty where there is nothing. */
function summary(section: RunSection, run: Run): string {
  switch (section) {
    case 'note':
      return singleLine(runNote(run) ?? '', 80);
    case 'source':
      return singleLine(sourceSummary(runSource(run)), 80);
    case 'artifacts':
      return '';
    default:
      return countText(sizeOf(section, run));
  }
}

function sizeOf(section: RunSection, run: Run): number {
  const sizes: Partial<Record<RunSection, number>> = {
    metrics: modelMetrics(run).length,
    systemMetrics: systemMetrics(run).length,
    parameters: run.params.length,
    tags: userTags(run).length,
    datasets: run.datasets.length,
    models: run.modelOutputs.length,
  };
  return sizes[section] ?? 0;
}

function countText(count: number): string {
  return count === 0 ? '' : String(count);
}
