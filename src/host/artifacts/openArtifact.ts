import * as vscode from 'vscode';
import { withoutIcons } from '../../core/text/safeText';
import { nameOf, uriOf, type ArtifactItem } from './artifactItem';
import type { ArtifactSource } from './artifactSource';
import { editabilityOf } from './editability';
import { askHowToOpen } from './notebookScripts';

const MAX_TEXT = 600;

/** What {@link openArtifact} hands over to. */
export interface OpenActions {
  download(item: ArtifactItem): Thenable<unknown>;
}

/** Opens an artifact in VS Code's own editor for it. Offers a download for what no editor shows. */
export async function openArtifact(item: ArtifactItem, source: ArtifactSource, actions: OpenActions): Promise<void> {
  const uri = uriOf(item);
  if (uri === undefined) {
    throw new Error(unnameable(item));
  }
  const editability = await editabilityOf(item, source);
  if (!('why' in editability)) {
    await (editability.kind === 'notebook' ? openNotebook(uri, nameOf(item)) : open(uri));
    return;
  }
  await offerDownload(editability.why, editability.kind === 'binary', item, {
    open: () => open(uri),
    ...actions,
  });
}

/** Says that an artifact's name cannot be carried by a URI. */
export function unnameable(item: ArtifactItem): string {
  return vscode.l10n.t(
    '{0} has a path that VS Code cannot name: with “..”, a backslash or broken characters. It was not opened.',
    nameOf(item),
  );
}

async function open(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
}

async function openNotebook(uri: vscode.Uri, name: string): Promise<void> {
  const how = await askHowToOpen(name);
  if (how === 'notebook') {
    await open(uri);
  } else if (how === 'text') {
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { preview: true });
  }
}

async function offerDownload(
  why: string,
  mayOpen: boolean,
  item: ArtifactItem,
  actions: OpenActions & { open(): Promise<void> },
): Promise<void> {
  const download = vscode.l10n.t('Download…');
  const openAnyway = vscode.l10n.t('Open Anyway');
  const choice = await vscode.window.showInformationMessage(
    withoutIcons(why, MAX_TEXT),
    download,
    ...(mayOpen ? [openAnyway] : []),
  );
  if (choice === download) {
    await actions.download(item);
  } else if (choice === openAnyway) {
    await actions.open();
  }
}
