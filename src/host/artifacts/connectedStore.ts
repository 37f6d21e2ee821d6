import * as vscode from 'vscode';
import { connectionKey } from '../../core/artifacts/artifactUri';
import type { TrackingStore } from '../../core/store/trackingStore';
import type { ConnectionState, Session } from '../shared/session';

/** How long an artifact that is opened early, as after a reload of the window, waits for the connection. */
export interface ConnectionWait {
  /** While there is no connection at all, in milliseconds: one may be about to be made. */
  readonly none: number;
  readonly connecting: number;
}

const WAIT: ConnectionWait = { none: 5000, connecting: 30_000 };

/**
 * The store of the connection with this key. Rejects with a FileSystemError that says why when it is not the current one,
 * or not connected in time.
 */
export async function connectedStore(session: Session, key: string, wait = WAIT): Promise<TrackingStore> {
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

/** The first state that is neither `none` nor `connecting`, or the current one when it lasts too long. */
function settledState(session: Session, wait: ConnectionWait): Promise<ConnectionState> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const end = (): void => {
      listening.dispose();
      resolve(session.state);
    };
    const look = ({ kind }: ConnectionState): void => {
      clearTimeout(timer);
      if (kind === 'none' || kind === 'connecting') {
        timer = setTimeout(end, wait[kind]);
      } else {
        end();
      }
    };
    const listening = session.onDidChangeState(look);
    look(session.state);
  });
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
