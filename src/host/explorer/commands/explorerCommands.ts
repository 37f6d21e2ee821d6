import * as vscode from 'vscode';
import { Disposables } from '../../shared/disposables';
import { showFailure } from '../../shared/showError';
import { commandNodes, type CommandNode } from './commandNodes';
import { connected, type CommandTools } from './commandTools';
import { copyTexts } from './copyCommands';
import { idOf, nameOf, shortestOf, uriOf, valueOf } from './copyText';
import { createExperiment } from './createExperiment';
import { deleteNodes, restoreNodes } from './deleteNodes';
import { editNote } from './notes/editNote';
import { NOTE_SCHEME } from './notes/noteAddress';
import { NoteFileSystem } from './notes/noteFileSystem';
import { openInMlflow } from './openInMlflow';
import { pickEntity, type PickKind } from './pick/pickEntity';
import { renameNode } from './rename';
import { addTag, deleteTags, editTag } from './tags';

const EVERYTHING: readonly PickKind[] = ['run', 'experiment', 'registeredModel', 'modelVersion'];

interface Command {
  readonly id: string;
  /** What failed, as a sentence. */
  readonly failed: string;
  /** What the palette asks for; nothing where the command needs an element of a tree. */
  readonly asks?: readonly PickKind[];
  readonly asksForDeleted?: boolean;
  readonly run: (nodes: readonly CommandNode[]) => Promise<void>;
}

/** The commands on elements of the three views, which the palette has too: there they ask what they are about. */
export class ExplorerCommands implements vscode.Disposable {
  private readonly parts = new Disposables();

  constructor(private readonly tools: CommandTools) {
    const notes = this.parts.add(new NoteFileSystem(tools.session, tools.events));
    this.parts.add(vscode.workspace.registerFileSystemProvider(NOTE_SCHEME, notes, { isCaseSensitive: true }));
    for (const command of [...readingCommands(tools), ...writingCommands(tools)]) {
      this.register(command);
    }
    this.parts.add(
      vscode.commands.registerCommand('runlens.createExperiment', () =>
        this.guard(vscode.l10n.t('Couldn’t create the experiment.'), () => createExperiment(tools)),
      ),
    );
  }

  dispose(): void {
    this.parts.dispose();
  }

  private register(command: Command): void {
    this.parts.add(
      vscode.commands.registerCommand(command.id, (called?: unknown, selected?: unknown) =>
        this.guard(command.failed, async () => {
          const nodes = commandNodes(called, selected, this.tools.selection);
          const isPalette = called === undefined;
          await command.run(isPalette ? await this.pick(command) : nodes);
        }),
      ),
    );
  }

  private async pick({ asks, asksForDeleted = false }: Command): Promise<readonly CommandNode[]> {
    if (asks === undefined) {
      return [];
    }
    const picked = await pickEntity(asks, connected(this.tools).store, asksForDeleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY');
    return picked === undefined ? [] : [picked];
  }

  private async guard(failed: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      showFailure(this.tools.log, failed, error);
    }
  }
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
