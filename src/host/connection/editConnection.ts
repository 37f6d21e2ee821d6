import * as vscode from 'vscode';
import { addressProblem, savedCandidates, type Candidate } from '../../core/connection/candidates';
import type { SavedConnection } from '../../core/connection/savedConnections';
import { withoutIcons } from '../../core/text/safeText';
import { freeName } from './connectWizard';
import { addConnection, type CommandParts } from './newConnection';
import { askPick, askText, BACK } from './quickInput';
import { withoutUserInfo } from './userInfo';
import {
  removeConnection as removeSaved,
  saveConnection,
  setUserTrackingUri,
  setWorkspaceTrackingUri,
  userTrackingUri,
} from './userSettings';

/** Asks for another address of the current connection, and writes it where the old one stands. */
export async function editAddress(parts: CommandParts): Promise<void> {
  const { candidate } = parts.service;
  if (candidate === undefined) {
    await addConnection(parts);
    return;
  }
  if (candidate.source === 'environment' || candidate.source === 'localStore') {
    await explainElsewhere(parts, candidate);
    return;
  }
  if (candidate.source === 'dotenv') {
    await openDotenv();
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const uri = await askText({
    title: vscode.l10n.t('Edit Address'),
    prompt: vscode.l10n.t('Address of the MLflow server'),
    value: candidate.uri,
    problem: (text) => addressProblem(text, folder),
  });
  if (typeof uri === 'string') {
    await writeAddress(candidate, uri.trim(), parts);
  }
}

async function writeAddress(candidate: Candidate, uri: string, parts: CommandParts): Promise<void> {
  if (candidate.source === 'workspace') {
    await setWorkspaceTrackingUri(uri);
    return;
  }
  const clean = await withoutUserInfo(uri, parts.secrets);
  const isDefault = userTrackingUri() === candidate.saved?.uri;
  if (candidate.saved !== undefined) {
    await saveConnection({ ...candidate.saved, uri: clean });
  }
  if (candidate.saved === undefined || isDefault) {
    await setUserTrackingUri(clean);
  }
}

async function explainElsewhere(parts: CommandParts, candidate: Candidate): Promise<void> {
  const connect = vscode.l10n.t('Connect to a Server…');
  const text =
    candidate.source === 'environment'
      ? vscode.l10n.t(
          'The address comes from the environment variable MLFLOW_TRACKING_URI, which this window got when it started.',
        )
      : vscode.l10n.t('This is a store of the workspace, served by the local server. It has no address to edit.');
  if ((await vscode.window.showInformationMessage(text, connect)) === connect) {
    await addConnection(parts);
  }
}

async function openDotenv(): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, '.env'));
  }
}

/** Asks which saved connection to remove, and removes it with the secrets of its origin that no other one uses. */
export async function removeConnection({ places, secrets, service }: CommandParts): Promise<void> {
  const saved = savedCandidates(await places.read());
  if (saved.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No connection is saved.'));
    return;
  }
  const items = saved.map((candidate) => ({
    label: withoutIcons(candidate.label),
    description: withoutIcons(candidate.uri),
    candidate,
  }));
  const placeholder = vscode.l10n.t('The connection to remove, with its password or token');
  const picked = await askPick({ title: vscode.l10n.t('Remove Connection'), placeholder, items });
  if (picked === undefined || picked === BACK) {
    return;
  }
  const { candidate } = picked;
  await removeSaved(candidate.saved?.name ?? '');
  const others = saved.filter((each) => each !== candidate);
  if (userTrackingUri() === candidate.saved?.uri && !others.some(({ uri }) => uri === candidate.uri)) {
    await setUserTrackingUri(undefined);
  }
  await forgetUnused(candidate, others, secrets);
  await service.refresh();
}

async function forgetUnused(
  { target }: Candidate,
  others: readonly Candidate[],
  secrets: CommandParts['secrets'],
): Promise<void> {
  const isUsed = others.some((other) => other.target.kind === 'server' && other.target.origin === originOf(target));
  const origin = originOf(target);
  if (origin !== undefined && !isUsed) {
    await secrets.forget(origin);
  }
}

function originOf(target: Candidate['target']): string | undefined {
  return target.kind === 'server' ? target.origin : undefined;
}

/** Asks for the MLflow workspace of the current server, and saves it with the connection. */
export async function setMlflowWorkspace(parts: CommandParts): Promise<void> {
  const { candidate, state } = parts.service;
  if (state.kind === 'connected' && !state.store.capabilities.workspaces) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('This server has no workspaces: they are not enabled on it.'),
    );
    return;
  }
  if (candidate?.target.kind !== 'server') {
    return;
  }
  const workspace = await askText({
    title: vscode.l10n.t('Set MLflow Workspace'),
    prompt: vscode.l10n.t('Name of the MLflow workspace; empty for the default one'),
    value: candidate.saved?.workspace ?? '',
  });
  if (typeof workspace !== 'string') {
    return;
  }
  const connection: SavedConnection = {
    ...(candidate.saved ?? (await newSaved(candidate.label, candidate.target.baseUrl, parts))),
    workspace: workspace.trim() === '' ? undefined : workspace.trim(),
  };
  await parts.memory.choose({ kind: 'saved', name: connection.name });
  await saveConnection(connection);
  await parts.service.refresh(true);
}

async function newSaved(label: string, uri: string, { places }: CommandParts): Promise<SavedConnection> {
  const { saved } = await places.read();
  const taken = saved.map(({ name }) => name);
  return { name: freeName(label, taken), uri };
}
