import type { Credentials } from './rest/options';
import { singleLine } from '../text/safeText';

/** A tracking URI, as `MLFLOW_TRACKING_URI` or a setting gives it, sorted by what it leads to. */
export type TrackingUri =
  | {
      readonly kind: 'http';
      /** With the path prefix, without a slash at its end, without user name and password. */
      readonly baseUrl: string;
      readonly origin: string;
      /** Split off from `user:password@`. */
      readonly credentials?: Extract<Credentials, { kind: 'basic' }>;
    }
  /** `path` is relative to the working directory unless it starts with `/` or a drive. */
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'databricks' | 'unsupported'; readonly text: string }
  | { readonly kind: 'invalid'; readonly message: string };

const SCHEME = /^([a-z][a-z0-9+.-]+):/iu;
const MAX_LENGTH = 2000;

/** Sorts and checks the text of a tracking URI. Never throws: what can't be used says why. */
export function parseTrackingUri(text: string): TrackingUri {
  const uri = text.trim();
  if (uri === '') {
    return invalid('The tracking URI is empty. An address looks like http://127.0.0.1:5000.');
  }
  if (uri.length > MAX_LENGTH) {
    return invalid('The tracking URI is longer than 2,000 characters.');
  }
  const scheme = SCHEME.exec(uri)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return withoutScheme(uri);
    case 'http':
    case 'https':
      return parseHttp(uri);
    case 'sqlite':
      return parseSqlite(uri);
    case 'file':
      return parseFile(uri);
    default:
      return otherScheme(uri, scheme);
  }
}

function withoutScheme(uri: string): TrackingUri {
  return uri === 'databricks' ? { kind: 'databricks', text: uri } : { kind: 'file', path: uri };
}

function otherScheme(uri: string, scheme: string): TrackingUri {
  // `localhost:5000` reads as the scheme `localhost`.
  if (/^[^/]+:\d+(\/|$)/u.test(uri)) {
    const shown = shownUri(uri);
    return invalid(`“${shown}” lacks its scheme. Write http://${shown} or https://${shown}.`);
  }
  return { kind: scheme.startsWith('databricks') ? 'databricks' : 'unsupported', text: uri };
}

function parseHttp(uri: string): TrackingUri {
  if (!/^https?:\/\/[^/]/iu.test(uri) || !URL.canParse(uri)) {
    return invalid(`“${shownUri(uri)}” is not an address. An address looks like http://127.0.0.1:5000.`);
  }
  const url = new URL(uri);
  if (url.search !== '' || url.hash !== '') {
    return invalid('A tracking URI ends with its path: leave out what follows “?” or “#”.');
  }
  const credentials = splitCredentials(url);
  if (credentials === 'broken') {
    return invalid('The user name or password in the tracking URI has a “%” that is not an escape: write %25 for it.');
  }
  const baseUrl = url.origin + url.pathname.replace(/\/+$/u, '');
  return { kind: 'http', baseUrl, origin: url.origin, ...(credentials && { credentials }) };
}

function splitCredentials(url: URL): Extract<Credentials, { kind: 'basic' }> | 'broken' | undefined {
  if (url.username === '' && url.password === '') {
    return undefined;
  }
  try {
    const username = decodeURIComponent(url.username);
    return { kind: 'basic', username, password: decodeURIComponent(url.password) };
  } catch {
    return 'broken';
  }
}

// SQLAlchemy's form: three slashes before a relative path, four before an absolute one.
function parseSqlite(uri: string): TrackingUri {
  const path = /^sqlite:\/\/\/([^?]*)/iu.exec(uri)?.[1];
  if (path === undefined) {
    return invalid('A SQLite store is written sqlite:///mlflow.db, or sqlite:////absolute/path/mlflow.db.');
  }
  if (path === '' || path === ':memory:') {
    return invalid('A SQLite store in memory cannot be shared with the editor. Name a file: sqlite:///mlflow.db.');
  }
  return { kind: 'sqlite', path };
}

function parseFile(uri: string): TrackingUri {
  const path = /^file:(?:\/\/(?:localhost)?(?=\/))?(?!\/\/)(.+)$/iu.exec(uri)?.[1];
  if (path === undefined) {
    return invalid('A file store is written file:///absolute/path/mlruns, or as a plain path.');
  }
  try {
    // `/C:/data` is the drive form of a file URI's path.
    return { kind: 'file', path: decodeURIComponent(path).replace(/^\/(?=[A-Za-z]:)/u, '') };
  } catch {
    return invalid('The path of the file store has a “%” that is not an escape: write %25 for it.');
  }
}

function invalid(message: string): TrackingUri {
  return { kind: 'invalid', message };
}

/**
 * A tracking URI as a person or a log may see it, even one that can't be parsed: what may be a user name, a password or a
 * token (all up to the last `@`, and a query) is left out.
 */
export function shownUri(text: string): string {
  const uri = text.trim().slice(0, MAX_LENGTH);
  return singleLine(withoutUserInfo(uri).replace(/[?#].*$/su, ''), 200);
}

function withoutUserInfo(uri: string): string {
  const at = uri.lastIndexOf('@');
  // A path may have an `@` of its own.
  if (!uri.slice(0, at + 1).includes(':') || /^(?:file:|sqlite:|[./~\\]|[a-z]:[/\\])/iu.test(uri)) {
    return uri;
  }
  const scheme = /^[a-z][a-z0-9+.-]*:\/*/iu.exec(uri)?.[0] ?? '';
  return (scheme.endsWith('/') ? scheme : '') + uri.slice(at + 1);
}
