import * as vscode from 'vscode';
import type { TrackingStore } from '../../../core/store/trackingStore';
import { singleLine } from '../../../core/text/safeText';
import { bulkWrite } from './bulkWrite';
import { fireChanges } from './changes';
import type { CommandNode } from './commandNodes';
import { writable, writableLater, type CommandTools, type Question } from './commandTools';
import { deletableOf, isDeleted, type Deletable } from './deletables';
import { tellOutcome } from './outcome';

const NAMED = 5;

/** Deletes experiments, runs, registered models or versions, after a question that names them. */
export async function deleteNodes(nodes: readonly CommandNode[], tools: CommandTools): Promise<void> {
  const items = nodes.filter((node) => !isDeleted(node)).flatMap((node) => deletableOf(node) ?? []);
  if (items.length === 0) {
    return;
  }
  const store = writableLater(tools);
  if (!(await tools.confirm(questionOf(items)))) {
    return;
  }
  const target = store();
  const result = await bulkWrite(vscode.l10n.t('Deleting'), items, (item, signal) => item.remove(target, signal));
  fireChanges(
    tools.events,
    result.done.map(({ change }) => change),
  );
  const undoable = result.done.every(({ restore }) => restore !== undefined);
  const undo = async (): Promise<void> => {
    await restoreItems(result.done, store(), tools);
  };
  tellOutcome(tools, result, items.length, {
    one: (name) => vscode.l10n.t('Deleted {0}.', name),
    many: (count) => vscode.l10n.t('Deleted {0}.', countText(result.done, count)),
    failed: vscode.l10n.t('Couldn’t delete it.'),
    ...(undoable ? { undo } : {}),
  });
}

/** Brings deleted experiments and runs back. */
export async function restoreNodes(nodes: readonly CommandNode[], tools: CommandTools): Promise<void> {
  const items = nodes.filter(isDeleted).flatMap((node) => deletableOf(node) ?? []);
  if (items.length > 0) {
    await restoreItems(items, writable(tools), tools);
  }
}

async function restoreItems(items: readonly Deletable[], store: TrackingStore, tools: CommandTools): Promise<void> {
  const result = await bulkWrite(vscode.l10n.t('Restoring'), items, async (item, signal) => {
    await item.restore?.(store, signal);
  });
  fireChanges(
    tools.events,
    result.done.map(({ change }) => change),
  );
  tellOutcome(tools, result, items.length, {
    one: (name) => vscode.l10n.t('Restored {0}.', name),
    many: (count) => vscode.l10n.t('Restored {0}.', countText(result.done, count)),
    failed: vscode.l10n.t('Couldn’t restore it.'),
  });
}

function questionOf(items: readonly Deletable[]): Question {
  const [first] = items;
  const title =
    items.length === 1
      ? vscode.l10n.t('Delete {0}?', namedText(first))
      : vscode.l10n.t('Delete {0}?', countText(items, items.length));
  const names = items.slice(0, NAMED).map(({ label }) => singleLine(label, 100));
  const rest = items.length > NAMED ? [vscode.l10n.t('and {0} more', items.length - NAMED)] : [];
  const list = items.length === 1 ? [] : [...names, ...rest, ''];
  return { title, detail: [...list, consequence(items)].join('\n'), action: vscode.l10n.t('Delete') };
}

function namedText(item: Deletable | undefined): string {
  const label = singleLine(item?.label ?? '', 100);
  switch (item?.kind) {
    case 'experiment':
      return vscode.l10n.t('the experiment {0}', label);
    case 'run':
      return vscode.l10n.t('the run {0}', label);
    case 'registeredModel':
      return vscode.l10n.t('the model {0}', label);
    default:
      return label;
  }
}

function countText(items: readonly Deletable[], count: number): string {
  const [first] = items;
  const same = items.every(({ kind }) => kind === first?.kind);
  if (!same) {
    return vscode.l10n.t('{0} items', count);
  }
  switch (first?.kind) {
    case 'experiment':
      return vscode.l10n.t('{0} experiments', count);
    case 'registeredModel':
      return vscode.l10n.t('{0} models', count);
    case 'modelVersion':
      return vscode.l10n.t('{0} versions', count);
    default:
      return vscode.l10n.t('{0} runs', count);
  }
}

function consequence(items: readonly Deletable[]): string {
  const kinds = new Set(items.map(({ kind }) => kind));
  const lines: string[] = [];
  if (kinds.has('experiment')) {
    lines.push(vscode.l10n.t('The runs of an experiment go with it.'));
  }
  if (kinds.has('experiment') || kinds.has('run')) {
    lines.push(vscode.l10n.t('Experiments and runs can be restored until “mlflow gc” removes them for good.'));
  }
  if (kinds.has('registeredModel')) {
    lines.push(vscode.l10n.t('A model’s versions and aliases go with it.'));
  }
  if (kinds.has('registeredModel') || kinds.has('modelVersion')) {
    lines.push(vscode.l10n.t('Models and versions can’t be restored.'));
  }
  return lines.join(' ');
}
