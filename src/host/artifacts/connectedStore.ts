import * as vscode from 'vscode';
import { connectionKey } from '../../core/artifacts/artifactUri';
import type { TrackingStore } from '../../core/store/trackingStore';
import type { ConnectionState, Session } from '../shared/session';
import { CONNECTION_WAIT, settledState, type ConnectionWait } from '../shared/settledState';

/**
 * The store of the connection with this key. Rejects with a FileSystemError that says why when it is not the current one,
 * or not connected in time.
 */
export async function connectedStore(session: Session, key: string, wait = CONNECTION_WAIT): Promise<TrackingStore> {
  const state = await settledState(session, wait);
  if (state.kind !== 'none' && connectionKey(state.info.id) !== key) {
    throw vscode.FileSystemError.Unavailable(
      vscode.l10n.t(
        'This artifact is of another MLflow server than {0}, which is connected. Switch the connection, then try again.',
        state.info.label,
      ),
    );
  }
  if (state.kind !== 'connected') {
    throw vscode.FileSystemError.Unavailable(whyNot(state, wait));
  }
  return state.store;
}

function whyNot(state: Exclude<ConnectionState, { kind: 'connected' }>, wait: ConnectionWait): string {
  switch (state.kind) {
    case 'none':
      return vscode.l10n.t('No MLflow server is connected. Connect to the one that has this artifact, then try again.');
    case 'connecting':
      return vscode.l10n.t(
        '{0} did not answer within {1} s. Try again when it is connected.',
        state.info.label,
        wait.connecting / 1000,
      );
    case 'untrusted':
      return vscode.l10n.t('The workspace names the server {0} and is not trusted. Trust it first.', state.info.label);
    case 'unconfirmed':
      return vscode.l10n.t(
        'The server {0} of this workspace is not confirmed yet. Confirm it first.',
        state.info.label,
      );
    case 'failed':
      return state.error.message;
  }
}
