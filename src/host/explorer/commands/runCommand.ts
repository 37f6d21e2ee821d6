import * as vscode from 'vscode';
import { showFailure } from '../../shared/showError';
import type { ExplorerCommandId } from './commandIds';
import { commandNodes, type CommandNode } from './commandNodes';
import { connected, type CommandTools } from './commandTools';
import { copyTexts } from './copyCommands';
import { idOf, nameOf, shortestOf, uriOf, valueOf } from './copyText';
import { createExperiment } from './createExperiment';
import { deleteNodes, restoreNodes } from './deleteNodes';
import { editNote } from './notes/editNote';
import { openInMlflow } from './openInMlflow';
import { pickEntity, type PickKind } from './pick/pickEntity';
import { renameNode } from './rename';
import { addTag, deleteTags, editTag } from './tags';

const EVERYTHING: readonly PickKind[] = ['run', 'experiment', 'registeredModel', 'modelVersion'];

interface Command {
  readonly id: ExplorerCommandId;
  /** What failed, as a sentence. */
  readonly failed: string;
  /** What the palette asks for; nothing where the command needs an element of a tree. */
  readonly asks?: readonly PickKind[];
  readonly asksForDeleted?: boolean;
  readonly run: (nodes: readonly CommandNode[]) => Promise<void>;
}

/** What VS Code hands to a command: the element that it was called on, and all selected ones. The palette gives neither. */
interface Call {
  readonly id: ExplorerCommandId;
  readonly called: unknown;
  readonly selected: unknown;
}

/** Runs a command, and tells what failed. */
export async function runCommand({ id, called, selected }: Call, tools: CommandTools): Promise<void> {
  const command = [...readingCommands(tools), ...writingCommands(tools)].find((each) => each.id === id);
  try {
    const isPalette = called === undefined;
    await command?.run(isPalette ? await pick(command, tools) : commandNodes(called, selected, tools.selection));
  } catch (error) {
    showFailure(tools.log, command?.failed ?? '', error);
  }
}

async function pick({ asks, asksForDeleted = false }: Command, tools: CommandTools): Promise<readonly CommandNode[]> {
  if (asks === undefined) {
    return [];
  }
  const picked = await pickEntity(asks, connected(tools).store, asksForDeleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY');
  return picked === undefined ? [] : [picked];
}

function readingCommands(tools: CommandTools): readonly Command[] {
  const failed = vscode.l10n.t('Couldn’t copy.');
  return [
    { id: 'runlens.copy', failed, run: (nodes) => copyTexts(nodes, shortestOf) },
    { id: 'runlens.copyId', failed, asks: ['run', 'experiment'], run: (nodes) => copyTexts(nodes, idOf) },
    { id: 'runlens.copyName', failed, asks: EVERYTHING, run: (nodes) => copyTexts(nodes, nameOf) },
    { id: 'runlens.copyUri', failed, asks: ['run', 'modelVersion'], run: (nodes) => copyTexts(nodes, uriOf) },
    { id: 'runlens.copyValue', failed, run: (nodes) => copyTexts(nodes, valueOf) },
    {
      id: 'runlens.openInMlflow',
      failed: vscode.l10n.t('Couldn’t open MLflow’s page.'),
      asks: EVERYTHING,
      run: (nodes) => openInMlflow(nodes, tools),
    },
  ];
}

function writingCommands(tools: CommandTools): readonly Command[] {
  return [
    {
      id: 'runlens.createExperiment',
      failed: vscode.l10n.t('Couldn’t create the experiment.'),
      run: () => createExperiment(tools),
    },
    {
      id: 'runlens.rename',
      failed: vscode.l10n.t('Couldn’t rename it.'),
      asks: ['run', 'experiment', 'registeredModel'],
      run: ([node]) => renameNode(node, tools),
    },
    {
      id: 'runlens.tags.add',
      failed: vscode.l10n.t('Couldn’t add the tag.'),
      asks: ['run', 'registeredModel', 'modelVersion'],
      run: (nodes) => addTag(nodes, tools),
    },
    { id: 'runlens.tags.edit', failed: vscode.l10n.t('Couldn’t edit the tag.'), run: ([node]) => editTag(node, tools) },
    {
      id: 'runlens.tags.delete',
      failed: vscode.l10n.t('Couldn’t delete the tag.'),
      run: (nodes) => deleteTags(nodes, tools),
    },
    {
      id: 'runlens.editNote',
      failed: vscode.l10n.t('Couldn’t open the note.'),
      asks: ['run', 'experiment'],
      run: ([node]) => editNote(node, tools),
    },
    {
      id: 'runlens.editDescription',
      failed: vscode.l10n.t('Couldn’t open the description.'),
      asks: ['registeredModel', 'modelVersion'],
      run: ([node]) => editNote(node, tools),
    },
    {
      id: 'runlens.delete',
      failed: vscode.l10n.t('Couldn’t delete it.'),
      asks: EVERYTHING,
      run: async (nodes) => {
        await deleteTags(nodes, tools);
        await deleteNodes(nodes, tools);
      },
    },
    {
      id: 'runlens.restore',
      failed: vscode.l10n.t('Couldn’t restore it.'),
      asks: ['run', 'experiment'],
      asksForDeleted: true,
      run: (nodes) => restoreNodes(nodes, tools),
    },
  ];
}
