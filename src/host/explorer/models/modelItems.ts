import * as vscode from 'vscode';
import { runName, stateWords } from '../../../core/explorer/runLabels';
import { formatAge } from '../../../core/format/time';
import type { Run } from '../../../core/mlflow/entities';
import {
  aliasWords,
  describeModel,
  stageWords,
  versionState,
  type VersionState,
} from '../../../core/registry/registryWords';
import { singleLine } from '../../../core/text/safeText';
import type { ModelVersionNode, RegisteredModelNode } from '../../shared/nodes';
import type { Appearance } from '../appearance';
import { itemId } from '../items/itemIds';
import {
  ownerDescription,
  ownerKey,
  ownerTags,
  type LoadMoreModelsNode,
  type ModelAliasNode,
  type RegistryDescriptionNode,
  type RegistryTagNode,
  type RegistryTagsNode,
  type SourceRunNode,
} from './modelNodes';

const { None, Collapsed } = vscode.TreeItemCollapsibleState;
const MAX_VALUE = 200;

const VERSION_ICONS: Readonly<Record<VersionState, readonly [icon: string, colour?: string]>> = {
  ready: ['versions'],
  pending: ['watch'],
  failed: ['error', 'list.errorForeground'],
};

interface Row {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** What kind of thing it is, in words. */
  readonly kind: string;
  readonly icon: vscode.ThemeIcon;
  readonly context: string;
  readonly state?: vscode.TreeItemCollapsibleState;
}

function rowItem({ id, label, description, kind, icon, context, state = None }: Row): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.id = id;
  item.description = description;
  item.iconPath = icon;
  item.contextValue = context;
  item.accessibilityInformation = { label: [label, kind, description].filter((part) => part !== '').join(', ') };
  return item;
}

/** A registered model: `credit-risk-scorer  @champion v3`. */
export function registeredModelItem({ model }: RegisteredModelNode, appearance: Appearance): vscode.TreeItem {
  return rowItem({
    id: itemId('registeredModel', model.name),
    label: singleLine(model.name),
    description: describeModel(model) || vscode.l10n.t('no versions'),
    kind: vscode.l10n.t('registered model'),
    icon: appearance.icon('package'),
    context: 'registeredModel',
    state: Collapsed,
  });
}

/** A version: `Version 5  @challenger, 9 min ago`. */
export function modelVersionItem({ version }: ModelVersionNode, appearance: Appearance): vscode.TreeItem {
  const state = versionState(version);
  const words = [aliasWords(version), stageWords(version), stateText(state), formatAge(version.creationTime)];
  return rowItem({
    id: itemId('modelVersion', version.name, version.version),
    label: vscode.l10n.t('Version {0}', singleLine(version.version, 20)),
    description: words.filter((word) => word !== '').join(', '),
    kind: vscode.l10n.t('of model {0}', singleLine(version.name)),
    icon: appearance.icon(...VERSION_ICONS[state]),
    context: 'modelVersion',
    state: Collapsed,
  });
}

function stateText(state: VersionState): string {
  switch (state) {
    case 'ready':
      return '';
    case 'pending':
      return vscode.l10n.t('registration pending');
    case 'failed':
      return vscode.l10n.t('registration failed');
  }
}

export function loadMoreModelsItem(node: LoadMoreModelsNode): vscode.TreeItem {
  const { parent, loaded } = node;
  const item = new vscode.TreeItem(vscode.l10n.t('Load more'), None);
  item.id = itemId('loadMoreModels', ...(parent === undefined ? [] : [parent.model.name]));
  item.description = vscode.l10n.t('{0} loaded', loaded);
  item.command = { command: 'runlens.models.loadMore', title: vscode.l10n.t('Load More'), arguments: [node] };
  item.contextValue = 'loadMore';
  item.accessibilityInformation = { label: vscode.l10n.t('Load more, {0} loaded', loaded) };
  return item;
}

export function modelAliasItem({ version, alias }: ModelAliasNode, appearance: Appearance): vscode.TreeItem {
  return rowItem({
    id: itemId('modelAlias', version.name, version.version, alias),
    label: `@${singleLine(alias, 100)}`,
    description: '',
    kind: vscode.l10n.t('alias of version {0}', singleLine(version.version, 20)),
    icon: appearance.icon('tag'),
    context: 'modelAlias',
  });
}

export function registryDescriptionItem({ owner }: RegistryDescriptionNode, appearance: Appearance): vscode.TreeItem {
  return rowItem({
    id: itemId('registryDescription', ...ownerKey(owner)),
    label: vscode.l10n.t('Description'),
    description: singleLine(ownerDescription(owner), MAX_VALUE),
    kind: '',
    icon: appearance.icon('note'),
    context: 'registryDescription',
  });
}

export function registryTagsItem({ owner }: RegistryTagsNode, appearance: Appearance): vscode.TreeItem {
  const count = ownerTags(owner).length;
  return rowItem({
    id: itemId('registryTags', ...ownerKey(owner)),
    label: vscode.l10n.t('Tags'),
    description: count === 0 ? '' : String(count),
    kind: '',
    icon: appearance.icon('tag'),
    context: 'registryTags',
    state: count === 0 ? None : Collapsed,
  });
}

export function registryTagItem({ owner, tag }: RegistryTagNode, appearance: Appearance): vscode.TreeItem {
  return rowItem({
    id: itemId('registryTag', tag.key, ...ownerKey(owner)),
    label: singleLine(tag.key),
    description: singleLine(tag.value, MAX_VALUE),
    kind: vscode.l10n.t('tag'),
    icon: appearance.icon('tag'),
    context: 'registryTag',
  });
}

/** The run that a version came from; selecting it shows the run in the Experiments view. */
export function sourceRunItem({ version, runId, run, gone }: SourceRunNode, appearance: Appearance): vscode.TreeItem {
  const name = run === undefined ? runId : runName(run);
  const item = rowItem({
    id: itemId('sourceRun', version.name, version.version),
    label: vscode.l10n.t('Run'),
    description: `${singleLine(name)}${runState(run, gone)}`,
    kind: vscode.l10n.t('source of version {0}', singleLine(version.version, 20)),
    icon: appearance.icon('beaker'),
    context: 'sourceRun',
  });
  if (run !== undefined) {
    item.command = { command: 'runlens.revealRun', title: vscode.l10n.t('Show Run'), arguments: [{ runId }] };
  }
  return item;
}

function runState(run: Run | undefined, gone: boolean): string {
  if (run !== undefined) {
    return `, ${stateWords(run, Date.now())}`;
  }
  return gone ? vscode.l10n.t(', no longer on the server') : vscode.l10n.t(', not loaded');
}
