import * as vscode from 'vscode';
import { formatAge } from '../../../core/format/time';
import { withoutIcons } from '../../../core/text/safeText';
import type { TrackingStore } from '../../../core/store/trackingStore';
import type { ConnectionState, Session, StoreEvents } from '../../shared/session';

/** Something that is asked before it is done. */
export interface Question {
  readonly title: string;
  readonly detail: string;
  /** The button that does it. */
  readonly action: string;
}

/** What the context commands work with. */
export interface CommandTools {
  readonly session: Session;
  readonly events: StoreEvents;
  readonly log: vscode.LogOutputChannel;
  /** Asks the person; false means no. */
  readonly confirm: (question: Question) => Promise<boolean>;
  readonly openExternal: (uri: vscode.Uri) => Thenable<boolean>;
  /** What is selected in the view of this id. */
  readonly selection: (viewId: string) => readonly unknown[];
}

type Connected = Extract<ConnectionState, { kind: 'connected' }>;

/** The connection; throws an error that tells what to do where there is none. */
export function connected({ session }: CommandTools): Connected {
  const { state } = session;
  if (state.kind !== 'connected') {
    throw new Error(vscode.l10n.t('No MLflow server is connected. Connect to one, then try again.'));
  }
  return state;
}

/** The store to write to; throws an error that tells why while the server does not answer. */
export function writable(tools: CommandTools): TrackingStore {
  const { store, stale, info } = connected(tools);
  if (stale !== undefined) {
    throw new Error(
      vscode.l10n.t(
        '{0} does not answer; what is shown was read {1}. Nothing was changed. Try again when it answers.',
        withoutIcons(info.label),
        formatAge(stale.since),
      ),
    );
  }
  return store;
}

/**
 * The store to write to, for what a person does in a while: it throws as well when another server is connected by then,
 * where the same ids and names stand for something else.
 */
export function writableLater(tools: CommandTools): () => TrackingStore {
  const { id } = connected(tools).info;
  writable(tools);
  return () => {
    const { info } = connected(tools);
    if (info.id !== id) {
      throw new Error(
        vscode.l10n.t(
          'Another connection is in use by now: {0}. Nothing was changed. Switch back, then try again.',
          withoutIcons(info.label),
        ),
      );
    }
    return writable(tools);
  };
}

/** Asks in a modal dialog. */
export async function confirmModally({ title, detail, action }: Question): Promise<boolean> {
  const picked = await vscode.window.showWarningMessage(title, { modal: true, detail }, action);
  return picked === action;
}
