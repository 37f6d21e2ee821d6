import * as vscode from 'vscode';
import { isLoopback } from '../../core/notebook/remoteConnection';
import { isSameServer } from '../../core/notebook/sameServer';
import type { RunOutput } from '../../core/notebook/runOutput';
import { withoutIcons } from '../../core/text/safeText';
import type { ConnectionState, Session } from '../shared/session';
import { settledState } from '../shared/settledState';

/** A server that answers. */
export type Connected = Extract<ConnectionState, { kind: 'connected' }>;

/** The connection; throws an error that tells what to do where there is none. */
export async function connected(session: Session): Promise<Connected> {
  const state = await settledState(session);
  if (state.kind !== 'connected') {
    throw new Error(vscode.l10n.t('No MLflow server is connected. Connect to one, then try again.'));
  }
  return state;
}

/** The connection that has the run of a cell. The server that the output names may be another one, which is said. */
export async function connectedFor(session: Session, { trackingUri }: RunOutput): Promise<Connected> {
  const state = await connected(session);
  // A local server comes back at another port: only addresses of other machines tell servers apart.
  if (trackingUri !== undefined && !isLoopback(trackingUri) && !isSameServer(trackingUri, state.info.uri)) {
    throw new Error(
      vscode.l10n.t(
        'The run of this cell is on {0}, and {1} is connected. Switch the connection, then try again.',
        withoutIcons(trackingUri, 200),
        withoutIcons(state.info.label, 200),
      ),
    );
  }
  return state;
}
