import * as vscode from 'vscode';
import { formatBytes, formatNumber } from '../../../core/format/number';
import { artifactName } from '../../../core/explorer/artifactListing';
import { singleLine } from '../../../core/text/safeText';
import type {
  ArtifactNode,
  DatasetNode,
  LoggedModelNode,
  MetricNode,
  ParameterNode,
  TagNode,
} from '../../shared/nodes';
import type { Appearance } from '../appearance';
import { artifactContext } from '../contextValues';
import { itemId } from './itemIds';

const MAX_VALUE = 200;

interface ValueRow {
  readonly id: string;
  /** What kind of thing it is, in words. */
  readonly kind: string;
  readonly name: string;
  readonly value: string;
  readonly icon?: vscode.ThemeIcon;
  readonly context: string;
  readonly expandable?: boolean;
}

function valueItem(row: ValueRow): vscode.TreeItem {
  const state = row.expandable === true ? 'Collapsed' : 'None';
  const name = singleLine(row.name);
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState[state]);
  item.id = row.id;
  item.description = row.value;
  item.contextValue = row.context;
  item.accessibilityInformation = { label: [row.kind, name, row.value].filter((part) => part !== '').join(', ') };
  if (row.icon !== undefined) {
    item.iconPath = row.icon;
  }
  return item;
}

export function metricItem({ run, metric }: MetricNode): vscode.TreeItem {
  const value = formatNumber(metric.value);
  const item = valueItem({
    id: itemId('metric', run.runId, metric.key),
    kind: vscode.l10n.t('metric'),
    name: metric.key,
    value: metric.step === 0 ? value : vscode.l10n.t('{0}, step {1}', value, metric.step),
    context: 'metric',
    expandable: true,
  });
  item.tooltip = String(metric.value);
  return item;
}

export function parameterItem({ run, parameter }: ParameterNode): vscode.TreeItem {
  return valueItem({
    id: itemId('parameter', run.runId, parameter.key),
    kind: vscode.l10n.t('parameter'),
    name: parameter.key,
    value: singleLine(parameter.value, MAX_VALUE),
    context: 'parameter',
  });
}

export function tagItem({ run, tag }: TagNode): vscode.TreeItem {
  return valueItem({
    id: itemId('tag', run.runId, tag.key),
    kind: vscode.l10n.t('tag'),
    name: tag.key,
    value: singleLine(tag.value, MAX_VALUE),
    context: 'tag',
  });
}

export function datasetItem({ run, dataset }: DatasetNode, appearance: Appearance): vscode.TreeItem {
  const context = dataset.context ?? '';
  return valueItem({
    id: itemId('dataset', run.runId, dataset.name, dataset.digest, context),
    kind: vscode.l10n.t('dataset'),
    name: dataset.name,
    value: singleLine(
      [context, dataset.sourceType, dataset.digest].filter((part) => part !== '').join(', '),
      MAX_VALUE,
    ),
    icon: appearance.icon('table'),
    context: 'dataset',
  });
}

export function loggedModelItem({ run, model }: LoggedModelNode, appearance: Appearance): vscode.TreeItem {
  const status = model.status.replace('LOGGED_MODEL_', '').toLowerCase();
  const about = [model.modelType ?? '', status === 'ready' ? '' : status].filter((part) => part !== '');
  return valueItem({
    id: itemId('loggedModel', run.runId, model.modelId),
    kind: vscode.l10n.t('model'),
    name: model.name || model.modelId,
    value: singleLine(about.join(', '), MAX_VALUE),
    icon: appearance.icon('package'),
    context: 'loggedModel',
    expandable: true,
  });
}

export function artifactItem(node: ArtifactNode): vscode.TreeItem {
  const { entry, root } = node;
  const rootId = root.kind === 'run' ? root.runId : root.modelId;
  const name = artifactName(entry);
  const item = valueItem({
    id: itemId('artifact', root.kind, rootId, entry.path),
    kind: entry.isDirectory ? vscode.l10n.t('artifact folder') : vscode.l10n.t('artifact'),
    name,
    value: entry.size === undefined ? '' : formatBytes(entry.size),
    icon: entry.isDirectory ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File,
    context: artifactContext(entry),
    expandable: entry.isDirectory,
  });
  // Only so that the file icon theme knows the name: the label stays ours.
  item.resourceUri = vscode.Uri.from({ scheme: 'mlflow-artifact-icon', path: `/${singleLine(name)}` });
  if (!entry.isDirectory) {
    item.command = { command: 'runlens.artifacts.open', title: vscode.l10n.t('Open Artifact'), arguments: [node] };
  }
  return item;
}
