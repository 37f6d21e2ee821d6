import type * as vscode from 'vscode';
import type { Appearance } from '../appearance';
import type { BranchNode } from '../internalNodes';
import { detailItem, messageItem, problemItem } from './auxiliaryItems';
import { sectionItem } from './sectionItem';
import { artifactItem, datasetItem, loggedModelItem, metricItem, parameterItem, tagItem } from './valueItems';

type ItemOf = {
  readonly [K in BranchNode['kind']]: (node: Extract<BranchNode, { kind: K }>, look: Appearance) => vscode.TreeItem;
};

const ITEMS: ItemOf = {
  section: sectionItem,
  metric: metricItem,
  parameter: parameterItem,
  tag: tagItem,
  dataset: datasetItem,
  artifact: artifactItem,
  loggedModel: loggedModelItem,
  problem: problemItem,
  message: messageItem,
  detail: detailItem,
};

/** The row of anything below a run. */
export function branchItem(node: BranchNode, appearance: Appearance): vscode.TreeItem {
  const make = ITEMS[node.kind] as (node: BranchNode, look: Appearance) => vscode.TreeItem;
  return make(node, appearance);
}
