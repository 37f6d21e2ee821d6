import { relative } from 'node:path';
import type { Candidate } from '../../core/connection/candidates';
import { LocalServerError } from '../../core/localServer/errors';
import * as vscode from 'vscode';
import type { ConnectionInfo } from '../shared/session';

/** What the views may know of a candidate. `baseUrl` is the address of the local server that serves a store. */
export function infoOf(candidate: Candidate, baseUrl?: string): ConnectionInfo {
  const { id, label, source, saved } = candidate;
  const workspace = saved?.workspace === undefined ? {} : { workspace: saved.workspace };
  return { id, label, source, uri: baseUrl ?? candidate.uri, ...workspace };
}

/** The folder of the workspace that a path lies in, or the first one when it lies in none; undefined without folders. */
export function folderOf(path: string, { folders }: { readonly folders: readonly string[] }): string | undefined {
  return folders.find((folder) => !relative(folder, path).startsWith('..')) ?? folders[0];
}

/** What a person reads when the server of a local store is not there any more. */
export function localServerEnded(): LocalServerError {
  return new LocalServerError(
    'ended',
    vscode.l10n.t('The local MLflow server has ended. Start it again to read the store.'),
  );
}
