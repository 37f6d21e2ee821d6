import type { KeyValue } from '../entities';
import type { MlflowError, MlflowErrorKind } from '../errors';

/** How a person signs in at one origin. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/** The part of the standard `fetch` that the client needs: the editor's own, one with TLS settings, or a test's. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** Bounds that a broken or hostile server meets. */
export interface Limits {
  /** Bytes of one JSON reply, after decompression. */
  readonly jsonBytes: number;
  /** Levels of arrays and objects in one JSON reply. */
  readonly jsonDepth: number;
  /** Pages of one listing that is read to its end. */
  readonly pages: number;
  /** Milliseconds without an answer, or without a byte of a started one, until an attempt is given up. */
  readonly attemptMs: number;
  /** Milliseconds for the whole of one JSON reply: a body that never ends meets it. */
  readonly replyMs: number;
  /** Milliseconds from the first attempt within which a further attempt may start. */
  readonly retryMs: number;
  /** Requests at once to one origin. */
  readonly concurrency: number;
}

/** One attempt, for a log: nothing in it is secret. */
export interface RequestLogLine {
  readonly method: string;
  /** Without user name, password, query or fragment. */
  readonly url: string;
  readonly status?: number;
  readonly error?: MlflowErrorKind;
  readonly ms: number;
  readonly bytes: number;
  /** Counted from 1. */
  readonly attempt: number;
}

/** Learns how the connection fares. */
export interface RequestObserver {
  /** The server answered as MLflow does, an error about the one request included. */
  onAnswer(): void;
  /** A request failed for good, for a reason that concerns the connection. */
  onFailure(error: MlflowError): void;
  /** Each attempt, when it has ended. */
  onRequest?(line: RequestLogLine): void;
}

export interface RestOptions {
  /** `http(s)://host[:port][/prefix]`, without a slash at its end, without user name and password. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** Custom headers, for gateways and plugins; sent to this origin only. */
  readonly headers: readonly KeyValue[];
  /** MLflow workspace; sent only where the server has workspaces. */
  readonly workspace?: string;
  readonly fetch: Fetch;
  readonly observer?: RequestObserver;
  readonly limits?: Partial<Limits>;
}
