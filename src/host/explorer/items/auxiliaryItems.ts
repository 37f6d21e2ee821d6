import * as vscode from 'vscode';
import { singleLine } from '../../../core/text/safeText';
import { failureText } from '../../shared/showError';
import type { Appearance } from '../appearance';
import type { DetailNode, LoadMoreNode, MessageNode, ProblemNode } from '../internalNodes';
import { itemId } from './itemIds';

const NONE = vscode.TreeItemCollapsibleState.None;

export function loadMoreItem(node: LoadMoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Load more'), NONE);
  item.id = itemId('loadMore', parentId(node));
  item.description = vscode.l10n.t('{0} loaded', node.loaded);
  item.command = { command: 'runlens.loadMore', title: vscode.l10n.t('Load More'), arguments: [node] };
  item.contextValue = 'loadMore';
  item.accessibilityInformation = { label: vscode.l10n.t('Load more, {0} loaded', node.loaded) };
  return item;
}

function parentId({ parent }: LoadMoreNode): string {
  if (parent === undefined) {
    return '';
  }
  return parent.kind === 'experiment' ? parent.experiment.experimentId : parent.run.runId;
}

export function problemItem(node: ProblemNode, appearance: Appearance): vscode.TreeItem {
  const reason = errorText(node.error);
  const item = new vscode.TreeItem(node.what, NONE);
  item.id = itemId('problem', node.id);
  item.description = reason;
  item.iconPath = appearance.icon('error', 'list.errorForeground');
  item.tooltip = vscode.l10n.t('{0} {1} Select to try again.', node.what, reason);
  item.command = { command: 'runlens.retryBranch', title: vscode.l10n.t('Try Again'), arguments: [node] };
  item.contextValue = 'problem';
  item.accessibilityInformation = {
    label: vscode.l10n.t('{0} {1} Press Enter to try again.', node.what, reason),
  };
  return item;
}

function errorText(error: unknown): string {
  return failureText('', error).trim();
}

export function messageItem({ id, label, icon, command }: MessageNode, appearance: Appearance): vscode.TreeItem {
  const item = new vscode.TreeItem(label, NONE);
  item.id = itemId('message', id);
  item.contextValue = 'message';
  item.tooltip = label;
  item.accessibilityInformation = { label };
  if (icon !== undefined) {
    item.iconPath = appearance.icon(icon);
  }
  if (command !== undefined) {
    item.command = { command: command.id, title: label, arguments: [...command.arguments] };
  }
  return item;
}

export function detailItem(
  { id, label, value, exact = value, icon }: DetailNode,
  appearance: Appearance,
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, NONE);
  item.id = itemId('detail', id);
  item.description = singleLine(value, 300);
  item.tooltip = singleLine(exact, 1000);
  item.contextValue = 'detail';
  item.accessibilityInformation = { label: `${label}, ${item.description}` };
  if (icon !== undefined) {
    item.iconPath = appearance.icon(icon);
  }
  return item;
}
