import * as vscode from 'vscode';
import { draftCandidate } from '../../core/connection/candidates';
import { describeProblem } from '../../core/connection/problem';
import type { MlflowError } from '../../core/mlflow/errors';
import { parseTrackingUri } from '../../core/mlflow/trackingUri';
import { withoutIcons } from '../../core/text/safeText';
import type { ConnectionService } from './connectionService';
import { askConnection, type Draft } from './connectWizard';
import { openConnection, type ServerCandidate } from './connector';
import { toMlflowError } from './failedOpen';
import type { ConnectionMemory } from './memory';
import type { OriginSecrets } from './originSecrets';
import type { PlacesReader } from './places';
import { withoutUserInfo } from './userInfo';
import { saveConnection, setUserTrackingUri, userTrackingUri } from './userSettings';

/** What the commands work with. */
export interface CommandParts {
  readonly service: ConnectionService;
  readonly places: PlacesReader;
  readonly memory: ConnectionMemory;
  readonly secrets: OriginSecrets;
  readonly log: vscode.LogOutputChannel;
}

/** Asks for a server, tries it, saves it and switches to it. */
export async function addConnection(parts: CommandParts): Promise<void> {
  const { saved } = await parts.places.read();
  let draft = await askConnection(saved.map(({ name }) => name));
  while (draft !== undefined) {
    const verdict = await tryDraft(draft, parts);
    if (verdict === 'save') {
      await save(draft, parts);
      return;
    }
    if (verdict === 'leave') {
      return;
    }
    if (verdict === 'edit') {
      draft = await askConnection(
        saved.map(({ name }) => name),
        draft.connection.uri,
      );
    }
  }
}

type Verdict = 'save' | 'edit' | 'again' | 'leave';

async function tryDraft(draft: Draft, parts: CommandParts): Promise<Verdict> {
  const places = await parts.places.read();
  const candidate = draftCandidate(draft.connection, places.folders[0]);
  const { target } = candidate;
  if (target.kind !== 'server') {
    return 'save';
  }
  const abort = new AbortController();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Connecting to {0}', withoutIcons(candidate.uri)),
    cancellable: true,
  };
  try {
    await vscode.window.withProgress(options, async (_progress, token) => {
      token.onCancellationRequested(() => {
        abort.abort();
      });
      await connectOnce(draft, { ...candidate, target }, parts, abort.signal);
    });
    return 'save';
  } catch (error) {
    if (abort.signal.aborted) {
      return 'leave';
    }
    return await askAfterFailure(toMlflowError(error, candidate), candidate.label);
  }
}

async function connectOnce(
  { credentials, header }: Draft,
  candidate: ServerCandidate,
  parts: CommandParts,
  signal: AbortSignal,
): Promise<void> {
  const kept = await parts.secrets.read(candidate.target.origin);
  const secret = {
    credentials: credentials ?? kept.credentials,
    headers: header === undefined ? kept.headers : [...kept.headers.filter(({ key }) => key !== header.key), header],
  };
  const { tls } = await parts.places.read();
  const opened = await openConnection({ candidate, secret, tls }, signal);
  opened.close();
}

async function askAfterFailure(error: MlflowError, label: string): Promise<Verdict> {
  const again = vscode.l10n.t('Try Again');
  const edit = vscode.l10n.t('Edit…');
  const save = vscode.l10n.t('Save Anyway');
  const text = withoutIcons(describeProblem(error, label, undefined), 1200);
  const picked = await vscode.window.showErrorMessage(text, again, edit, save);
  switch (picked) {
    case again:
      return 'again';
    case edit:
      return 'edit';
    case save:
      return 'save';
    default:
      return 'leave';
  }
}

async function save({ connection, credentials, header }: Draft, parts: CommandParts): Promise<void> {
  const uri = await withoutUserInfo(connection.uri, parts.secrets);
  const target = parseTrackingUri(uri);
  if (target.kind === 'http' && credentials !== undefined) {
    await parts.secrets.setCredentials(target.origin, credentials);
  }
  if (target.kind === 'http' && header !== undefined) {
    await parts.secrets.setHeader(target.origin, header);
  }
  await parts.memory.choose({ kind: 'saved', name: connection.name });
  await saveConnection({ ...connection, uri });
  if (userTrackingUri() === undefined) {
    await setUserTrackingUri(uri);
  }
  await parts.service.refresh(true);
}
