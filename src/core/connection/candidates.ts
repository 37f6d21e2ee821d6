import type { Credentials } from '../mlflow/rest/options';
import type { SavedConnection } from './savedConnections';
import { parseTrackingUri, shownUri, type TrackingUri } from '../mlflow/trackingUri';
import { singleLine } from '../text/safeText';

/** Where a connection was found, in the order in which places are looked at. */
export type ConnectionSource = 'user' | 'workspace' | 'environment' | 'dotenv' | 'localStore';

/** What a candidate leads to. */
export type Target =
  | {
      readonly kind: 'server';
      readonly baseUrl: string;
      readonly origin: string;
      /** Written beside the address, by whoever wrote the address. */
      readonly credentials?: Credentials;
    }
  | { readonly kind: 'store'; readonly path: string }
  /** `message` says why it can't be used and what to write instead. */
  | { readonly kind: 'unusable'; readonly message: string };

/** A connection that could be opened. */
export interface Candidate {
  /** Stable for one address and workspace. */
  readonly id: string;
  readonly label: string;
  readonly source: ConnectionSource;
  /** For a person: without user name and password. */
  readonly uri: string;
  readonly target: Target;
  readonly saved?: SavedConnection;
}

/** What the places hold that a tracking URI may come from. In an untrusted workspace only its setting is filled in. */
export interface Places {
  readonly user?: string;
  readonly workspace?: string;
  readonly environment?: string;
  /** Variables of each folder's `.env` file. */
  readonly dotenv: readonly DotenvFile[];
  /** Absolute paths of the stores found at the roots of the workspace's folders. */
  readonly stores: readonly string[];
  /** Absolute paths of the workspace's folders. */
  readonly folders: readonly string[];
  readonly saved: readonly SavedConnection[];
  readonly trusted: boolean;
}

export interface DotenvFile {
  readonly folder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** What the order of places yields, first the one that comes first. */
export function findCandidates(places: Places): readonly Candidate[] {
  const [folder] = places.folders;
  const found: Candidate[] = [];
  if (places.user !== undefined) {
    found.push(userCandidate(places.user, places.saved, folder));
  }
  if (places.workspace !== undefined) {
    found.push(candidate('workspace', places.workspace, folder));
  }
  if (places.environment !== undefined) {
    found.push(candidate('environment', places.environment, folder));
  }
  found.push(...places.dotenv.flatMap(dotenvCandidate));
  found.push(...places.stores.map((path) => storeCandidate('localStore', path)));
  return found;
}

/** The person's saved connections as candidates. */
export function savedCandidates(places: Places): readonly Candidate[] {
  return places.saved.map((saved) => draftCandidate(saved, places.folders[0]));
}

/** The origins that the person named in settings of their own or in the environment. */
export function ownOrigins(places: Places): ReadonlySet<string> {
  const own = findCandidates(places).filter(({ source }) => isOwn(source));
  return new Set([...own, ...savedCandidates(places)].flatMap(({ target }) => originOf(target)));
}

/** Why an address that a person types can't be used, or undefined when it can. */
export function addressProblem(text: string, folder: string | undefined): string | undefined {
  if (/^[\w.-]+\.[\w.-]+(:\d+)?(\/|$)/u.test(text.trim())) {
    // Read as a tracking URI, `127.0.0.1:5000` is the path of a file store: nobody means that here.
    return `An address starts with http:// or https://, as in http://${singleLine(text, 200)}.`;
  }
  const { target } = candidate('user', text, folder);
  return target.kind === 'unusable' ? target.message : undefined;
}

/** A connection that the person has just described. */
export function draftCandidate(saved: SavedConnection, folder: string | undefined): Candidate {
  return withSaved(candidate('user', saved.uri, folder), saved);
}

/** True for what the person wrote, false for what came with the workspace. */
export function isOwn(source: ConnectionSource): boolean {
  return source === 'user' || source === 'environment';
}

function originOf(target: Target): readonly string[] {
  return target.kind === 'server' ? [target.origin] : [];
}

function userCandidate(uri: string, saved: readonly SavedConnection[], folder: string | undefined): Candidate {
  const found = candidate('user', uri, folder);
  const match = saved.find((each) => candidate('user', each.uri, folder).uri === found.uri);
  return match === undefined ? found : withSaved(found, match);
}

function withSaved(found: Candidate, saved: SavedConnection): Candidate {
  const id = saved.workspace === undefined ? found.id : `${found.id}#${saved.workspace}`;
  return { ...found, id, label: singleLine(saved.name, 60), saved };
}

function dotenvCandidate({ folder, variables }: DotenvFile): readonly Candidate[] {
  const uri = variables.MLFLOW_TRACKING_URI?.trim();
  if (!uri) {
    return [];
  }
  const found = candidate('dotenv', uri, folder);
  const credentials = dotenvCredentials(variables);
  if (found.target.kind !== 'server' || credentials === undefined) {
    return [found];
  }
  return [{ ...found, target: { ...found.target, credentials } }];
}

function dotenvCredentials(variables: DotenvFile['variables']): Credentials | undefined {
  const { MLFLOW_TRACKING_USERNAME: username, MLFLOW_TRACKING_PASSWORD: password } = variables;
  if (username && password) {
    return { kind: 'basic', username, password };
  }
  const token = variables.MLFLOW_TRACKING_TOKEN;
  return token ? { kind: 'bearer', token } : undefined;
}

function candidate(source: ConnectionSource, text: string, folder: string | undefined): Candidate {
  const uri = parseTrackingUri(text);
  if (uri.kind === 'http') {
    return {
      id: uri.baseUrl,
      label: singleLine(new URL(uri.baseUrl).host, 60),
      source,
      uri: uri.baseUrl,
      target: {
        kind: 'server',
        baseUrl: uri.baseUrl,
        origin: uri.origin,
        ...(uri.credentials && { credentials: uri.credentials }),
      },
    };
  }
  if (uri.kind === 'sqlite') {
    const path = absolutePath(uri.path, folder);
    return path === undefined
      ? unusable(source, text, 'The tracking URI is a relative path, and no folder is open. Write an absolute path.')
      : storeCandidate(source, path);
  }
  return unusable(source, text, whyUnusable(uri));
}

function storeCandidate(source: ConnectionSource, path: string): Candidate {
  const name = path.split(/[/\\]/u).at(-1) ?? path;
  const uri = `sqlite:///${path}`;
  return { id: uri, label: singleLine(name, 60), source, uri, target: { kind: 'store', path } };
}

function unusable(source: ConnectionSource, text: string, message: string): Candidate {
  const shown = shownUri(text);
  return { id: shown, label: singleLine(shown, 60), source, uri: shown, target: { kind: 'unusable', message } };
}

function whyUnusable(uri: Exclude<TrackingUri, { kind: 'http' | 'sqlite' }>): string {
  switch (uri.kind) {
    case 'invalid':
      return uri.message;
    case 'file':
      return `The tracking URI names a file store (${shownUri(uri.path)}). Runlens reads SQLite stores and servers: start “mlflow server” over this store and connect to it.`;
    case 'databricks':
      return 'The tracking URI names Databricks, which Runlens does not connect to. Name the address of an MLflow server.';
    case 'unsupported':
      return `The tracking URI “${shownUri(uri.text)}” has a scheme that Runlens does not know. It reads http, https and sqlite.`;
  }
}

function absolutePath(path: string, folder: string | undefined): string | undefined {
  if (/^([/\\]|[a-z]:[/\\])/iu.test(path)) {
    return path;
  }
  return folder === undefined ? undefined : `${folder.replace(/[/\\]$/u, '')}/${path.replace(/^\.[/\\]/u, '')}`;
}
