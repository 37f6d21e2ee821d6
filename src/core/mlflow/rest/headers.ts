import type { KeyValue } from '../entities';
import { MlflowError } from '../errors';
import type { Credentials, RestOptions } from './options';

// What belongs to the connection or to the body, and is the transport's to set.
const RESERVED = new Set([
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-mlflow-workspace',
]);

/** Why a custom header can't be sent, or undefined when it can. */
export function headerProblem({ key, value }: KeyValue): string | undefined {
  if (!/^[\w!#$%&'*+.^`|~-]+$/u.test(key)) {
    return 'A header’s name is made of letters, digits and hyphens.';
  }
  if (RESERVED.has(key.toLowerCase())) {
    return `The header “${key}” is set by the connection itself.`;
  }
  return isHeaderValue(value)
    ? undefined
    : `The value of the header “${key}” has a character that no header can carry.`;
}

/** What goes with every request of a connection, and to its origin only. Throws an MlflowError for what can't be sent. */
export function connectionHeaders(options: RestOptions, workspace: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const header of options.headers) {
    const problem = headerProblem(header);
    if (problem !== undefined) {
      throw unusable(problem, options);
    }
    headers[header.key.toLowerCase()] = header.value;
  }
  const signIn = authorization(options.credentials);
  if (signIn !== undefined) {
    headers.authorization = signIn;
  }
  if (workspace !== undefined) {
    headers['x-mlflow-workspace'] = workspace;
  }
  if (!isHeaderValue(headers.authorization ?? '')) {
    throw unusable('The token has a character that no header can carry.', options);
  }
  if (!isHeaderValue(workspace ?? '')) {
    throw unusable('The name of the workspace has a character that no header can carry.', options);
  }
  return headers;
}

function unusable(problem: string, { baseUrl }: RestOptions): MlflowError {
  const message = `Couldn’t connect. ${problem} Nothing was sent.`;
  return new MlflowError('invalid-request', message, { action: 'connect', url: baseUrl });
}

// Undefined where nobody signs in.
function authorization(credentials: Credentials): string | undefined {
  switch (credentials.kind) {
    case 'none':
      return undefined;
    case 'basic':
      return `Basic ${base64(`${credentials.username}:${credentials.password}`)}`;
    case 'bearer':
      return `Bearer ${credentials.token}`;
  }
}

// Printable Latin-1, as HTTP and `fetch` take it: no line break, no NUL.
function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\xa0-\xff]*$/u.test(text);
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
