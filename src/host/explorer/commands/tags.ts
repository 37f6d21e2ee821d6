import * as vscode from 'vscode';
import type { KeyValue } from '../../../core/mlflow/entities';
import type { TrackingStore } from '../../../core/store/trackingStore';
import { withoutIcons } from '../../../core/text/safeText';
import type { RegistryTagNode } from '../models/modelNodes';
import type { TagNode } from '../../shared/nodes';
import { askText } from './askText';
import { bulkWrite } from './bulkWrite';
import { fireChanges } from './changes';
import type { CommandNode } from './commandNodes';
import { writableLater, type CommandTools } from './commandTools';
import { tagKeyProblem } from './nameProblems';
import { tellOutcome } from './outcome';
import { tagOwnerOf, type TagOwner } from './tagOwners';

/** Asks for a name and a value, and sets the tag on all of the elements. */
export async function addTag(nodes: readonly CommandNode[], tools: CommandTools): Promise<void> {
  const owners = uniqueOwners(nodes);
  if (owners.length === 0) {
    return;
  }
  const store = writableLater(tools);
  const title = owners.length === 1 ? addTitle(owners) : vscode.l10n.t('Add Tag to {0}', owners.length);
  const key = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('The tag’s name'),
    ignoreFocusOut: true,
    validateInput: tagKeyProblem,
  });
  if (key !== undefined) {
    const value = owners.length === 1 ? (owners[0]?.tags.find((tag) => tag.key === key.trim())?.value ?? '') : '';
    await askValue({ title, tag: { key: key.trim(), value }, owners, store }, tools);
  }
}

/** Asks for a new value of a tag. */
export async function editTag(node: CommandNode | undefined, tools: CommandTools): Promise<void> {
  const owner = node === undefined ? undefined : tagOwnerOf(node);
  if (owner === undefined || !isTagNode(node)) {
    return;
  }
  const store = writableLater(tools);
  const title = vscode.l10n.t('Edit Tag {0} of {1}', withoutIcons(node.tag.key, 60), withoutIcons(owner.name, 100));
  await askValue({ title, tag: node.tag, owners: [owner], store }, tools);
}

/** Deletes tags; they can be brought back by a button of the message that tells of it. */
export async function deleteTags(nodes: readonly CommandNode[], tools: CommandTools): Promise<void> {
  const store = writableLater(tools);
  const tags = nodes.filter(isTagNode).flatMap((node) => {
    const owner = tagOwnerOf(node);
    return owner === undefined ? [] : [{ owner, tag: node.tag, label: node.tag.key }];
  });
  if (tags.length === 0) {
    return;
  }
  const result = await bulkWrite(vscode.l10n.t('Deleting Tags'), tags, ({ owner, tag }, signal) =>
    owner.remove(store(), tag.key, signal),
  );
  fireChanges(
    tools.events,
    result.done.map(({ owner }) => owner.change),
  );
  const undo = async (): Promise<void> => {
    const again = store();
    await bulkWrite(vscode.l10n.t('Setting Tags Again'), result.done, ({ owner, tag }, signal) =>
      owner.set(again, tag, signal),
    );
    fireChanges(
      tools.events,
      result.done.map(({ owner }) => owner.change),
    );
  };
  tellOutcome(tools, result, tags.length, {
    one: (name) => vscode.l10n.t('Deleted the tag {0}.', name),
    many: (count) => vscode.l10n.t('Deleted {0} tags.', count),
    failed: vscode.l10n.t('Couldn’t delete the tag.'),
    undo,
  });
}

function isTagNode(node: CommandNode | undefined): node is TagNode | RegistryTagNode {
  return node?.kind === 'tag' || node?.kind === 'registryTag';
}

function addTitle([owner]: readonly TagOwner[]): string {
  return vscode.l10n.t('Add Tag to {0}', withoutIcons(owner?.name ?? '', 100));
}

function uniqueOwners(nodes: readonly CommandNode[]): readonly TagOwner[] {
  const owners = nodes.flatMap((node) => tagOwnerOf(node) ?? []);
  return [...new Map(owners.map((owner) => [owner.id, owner])).values()];
}

interface TagQuestion {
  readonly title: string;
  readonly tag: KeyValue;
  readonly owners: readonly TagOwner[];
  readonly store: () => TrackingStore;
}

async function askValue({ title, tag, owners, store }: TagQuestion, tools: CommandTools): Promise<void> {
  const { key, value } = tag;
  if (/[\r\n]/u.test(value)) {
    throw new Error(vscode.l10n.t('The tag has several lines, which this box would join. Set it in code instead.'));
  }
  await askText({
    title,
    prompt: vscode.l10n.t('The value of {0}', withoutIcons(key, 100)),
    value,
    validate: () => undefined,
    failed: vscode.l10n.t('Couldn’t set the tag.'),
    write: async (typed) => {
      const target = store();
      const result = await bulkWrite(title, owners, (owner, signal) =>
        owner.set(target, { key, value: typed }, signal),
      );
      fireChanges(
        tools.events,
        result.done.map(({ change }) => change),
      );
      const [failure] = result.failed;
      if (failure !== undefined) {
        throw failure.error;
      }
    },
  });
}
