import * as vscode from 'vscode';
import { runName } from '../../../../core/explorer/runLabels';
import type { RegistryOwner } from '../../models/modelNodes';
import type { CommandNode } from '../commandNodes';
import { connected, type CommandTools } from '../commandTools';
import { NOTE_SCHEME, noteUriParts, type NoteOwner } from './noteAddress';

interface Note {
  readonly owner: NoteOwner;
  /** Of the editor's tab. */
  readonly title: string;
}

/** Opens the element's note or description in an editor; saving it there writes it to the server. */
export async function editNote(node: CommandNode | undefined, tools: CommandTools): Promise<void> {
  const note = node === undefined ? undefined : noteOf(node);
  if (note === undefined) {
    return;
  }
  const { info } = connected(tools);
  const uri = vscode.Uri.from({ scheme: NOTE_SCHEME, ...noteUriParts(info.id, note.owner, note.title) });
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

function noteOf(node: CommandNode): Note | undefined {
  switch (node.kind) {
    case 'run':
    case 'section':
      return { owner: { kind: 'run', id: node.run.runId }, title: vscode.l10n.t('Note of {0}', runName(node.run)) };
    case 'experiment': {
      const { experimentId, name } = node.experiment;
      return { owner: { kind: 'experiment', id: experimentId }, title: vscode.l10n.t('Note of {0}', name) };
    }
    case 'registeredModel':
    case 'modelVersion':
      return descriptionOf(node);
    case 'registryDescription':
      return descriptionOf(node.owner);
    default:
      return undefined;
  }
}

function descriptionOf(owner: RegistryOwner): Note {
  if (owner.kind === 'registeredModel') {
    const { name } = owner.model;
    return { owner: { kind: 'model', name }, title: vscode.l10n.t('Description of {0}', name) };
  }
  const { name, version } = owner.version;
  return { owner: { kind: 'version', name, version }, title: vscode.l10n.t('Description of {0} v{1}', name, version) };
}
