import type * as vscode from 'vscode';
import type { ConnectionSource } from '../../core/connection/candidates';
import type { MlflowError } from '../../core/mlflow/errors';
import type { TrackingStore } from '../../core/store/trackingStore';

/** What the views may know of a connection: nothing secret. */
export interface ConnectionInfo {
  /** Stable for one address and workspace: the key of pins, hidden experiments and cached data. */
  readonly id: string;
  /** Short name for view descriptions and the status bar, such as `mlflow.example.org` or `mlflow.db`. */
  readonly label: string;
  /** Address without credentials; the base of links into MLflow's own UI. */
  readonly uri: string;
  /** Workspace of MLflow, on a server that has them. */
  readonly workspace?: string;
  readonly source: ConnectionSource;
}

/** The last data stays visible while the server does not answer. */
export interface Staleness {
  readonly error: MlflowError;
  /** Epoch milliseconds of the last answer. */
  readonly since: number;
  /** Epoch milliseconds of the next try. */
  readonly nextTry: number;
}

export type ConnectionState =
  | { readonly kind: 'none' }
  /** The workspace names a server, and is not trusted. */
  | { readonly kind: 'untrusted'; readonly info: ConnectionInfo }
  /** The workspace names a server that the person has not confirmed yet: nothing was sent to it. */
  | { readonly kind: 'unconfirmed'; readonly info: ConnectionInfo }
  | { readonly kind: 'connecting'; readonly info: ConnectionInfo }
  | {
      readonly kind: 'connected';
      readonly info: ConnectionInfo;
      readonly store: TrackingStore;
      readonly stale?: Staleness;
    }
  | { readonly kind: 'failed'; readonly info: ConnectionInfo; readonly error: MlflowError };

/** The current connection. Features take it as a constructor argument and follow its event. */
export interface Session {
  readonly state: ConnectionState;
  readonly onDidChangeState: vscode.Event<ConnectionState>;
}

/** What a write or a refresh changed, so that every view can follow. */
export type StoreChange =
  | { readonly kind: 'everything' }
  /** With an id, the runs of that experiment have changed with it: deleting takes them along. */
  | { readonly kind: 'experiments'; readonly experimentId?: string }
  | { readonly kind: 'runs'; readonly experimentId: string; readonly runIds?: readonly string[] }
  | { readonly kind: 'models'; readonly name?: string };

/** Where features meet without knowing each other. */
export interface StoreEvents {
  readonly onDidChange: vscode.Event<StoreChange>;
  fire(change: StoreChange): void;
}

/** MLflow's own server over a store of the workspace, started when it is needed. */
export interface LocalServer {
  /** Starts it unless it runs; resolves to its address on the loopback interface. Shows progress, can be cancelled. */
  ensureStarted(store: vscode.Uri): Promise<string>;
  /** Fires when the server has ended for good, or has come back at another address. */
  readonly onDidChangeAddress: vscode.Event<string | undefined>;
}
