import type * as vscode from 'vscode';
import type { Appearance } from '../appearance';
import { detailItem, messageItem, problemItem } from '../items/auxiliaryItems';
import {
  loadMoreModelsItem,
  modelAliasItem,
  modelVersionItem,
  registeredModelItem,
  registryDescriptionItem,
  registryTagItem,
  registryTagsItem,
  sourceRunItem,
} from './modelItems';
import type { ModelTreeNode } from './modelNodes';

type ItemOf = {
  readonly [K in ModelTreeNode['kind']]: (
    node: Extract<ModelTreeNode, { kind: K }>,
    appearance: Appearance,
  ) => vscode.TreeItem;
};

const ITEMS: ItemOf = {
  registeredModel: registeredModelItem,
  modelVersion: modelVersionItem,
  loadMoreModels: loadMoreModelsItem,
  modelAlias: modelAliasItem,
  registryDescription: registryDescriptionItem,
  registryTags: registryTagsItem,
  registryTag: registryTagItem,
  sourceRun: sourceRunItem,
  problem: problemItem,
  message: messageItem,
  detail: detailItem,
};

/** The row of anything in the Models view. */
export function modelTreeItem(node: ModelTreeNode, appearance: Appearance): vscode.TreeItem {
  const make = ITEMS[node.kind] as (node: ModelTreeNode, appearance: Appearance) => vscode.TreeItem;
  return make(node, appearance);
}
