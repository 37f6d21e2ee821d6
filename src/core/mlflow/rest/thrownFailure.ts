import type { MlflowErrorKind } from '../errors';
import { singleLine } from '../../text/safeText';
import { Failure, type Peer } from './failure';

interface Link {
  readonly code?: string | undefined;
  readonly message: string;
  readonly port?: number | undefined;
}

/** Sorts what `fetch`, or reading a body, threw. The reason is somewhere in the chain of causes. */
export function thrownFailure(error: unknown, peer: Peer): Failure {
  const links = chain(error);
  const known = links.map((link) => ({ link, kind: kindOf(link, peer) })).find(({ kind }) => kind !== undefined);
  const link = known?.link ?? links.at(-1) ?? { message: 'for no known reason' };
  const kind = known?.kind ?? (isProxySignIn(link) ? 'proxy' : 'network');
  const { what, advice } = words(kind, link, peer);
  return new Failure(kind, what, advice, { code: link.code, cause: error });
}

// Node's fetch turns status 407 into an error without a word; nothing else that is sent here ends in one.
function isProxySignIn({ code, message }: Link): boolean {
  return code === undefined && message === '';
}

const MAX_LINKS = 10;

function chain(error: unknown): Link[] {
  const links: Link[] = [];
  const queue = [error];
  while (queue.length > 0 && links.length < MAX_LINKS) {
    const current = queue.shift();
    if (!(current instanceof Error)) {
      continue;
    }
    const { code, port } = current as { code?: unknown; port?: unknown };
    links.push({
      message: current.message,
      code: typeof code === 'string' ? code : chromiumCode(current.message),
      port: typeof port === 'number' ? port : undefined,
    });
    queue.push(...(current instanceof AggregateError ? (current.errors as unknown[]) : []), current.cause);
  }
  return links;
}

// The editor's fetch may be Chromium's, which names its errors in the message.
function chromiumCode(message: string): string | undefined {
  return /net::(ERR_[A-Z0-9_]+)/u.exec(message)?.[1];
}

const KINDS: readonly (readonly [MlflowErrorKind, RegExp])[] = [
  ['proxy', /^ERR_(PROXY|TUNNEL|SOCKS|MANDATORY_PROXY)/u],
  ['name-not-found', /^(ENOTFOUND|EAI_\w+|ERR_NAME_\w+)$/u],
  ['refused', /^(ECONNREFUSED|ERR_CONNECTION_REFUSED)$/u],
  [
    'tls',
    /^(DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|ERR_CERT_\w+|ERR_OSSL_\w+|EPROTO|HOSTNAME_MISMATCH)$/u,
  ],
  ['timeout', /^(UND_ERR_\w+_TIMEOUT|ETIMEDOUT|ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT|ESOCKETTIMEDOUT)$/u],
  ['not-mlflow', /^(HPE_\w+|ERR_INVALID_HTTP_RESPONSE)$/u],
  ['refused', /^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ERR_ADDRESS_UNREACHABLE|ERR_INTERNET_DISCONNECTED)$/u],
];

function kindOf(link: Link, peer: Peer): MlflowErrorKind | undefined {
  if (/\bproxy\b/iu.test(link.message) && /40[37]|proxy (response|connection|auth)/iu.test(link.message)) {
    return 'proxy';
  }
  const kind = KINDS.find(([, codes]) => link.code !== undefined && codes.test(link.code))?.[0];
  // A refusal at another port than the server's comes from the proxy in between.
  return kind === 'refused' && link.port !== undefined && link.port !== portOf(peer.url) ? 'proxy' : kind;
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

interface Words {
  readonly what: string;
  readonly advice: string;
}

function words(kind: MlflowErrorKind, link: Link, peer: Peer): Words {
  const { host } = peer;
  const reason = singleLine([link.code, link.message].filter(Boolean).join(': '), 200);
  switch (kind) {
    case 'name-not-found':
      return {
        what: `The name ${new URL(peer.url).hostname} was not found`,
        advice: 'Check the address, and the network or VPN that knows the name.',
      };
    case 'refused':
      return {
        what: `Nothing answered at ${host} (${reason})`,
        advice: 'Check that the server runs and that host and port are right.',
      };
    case 'tls':
      return { what: `A secure connection to ${host} was not possible (${reason})`, advice: tlsAdvice(reason) };
    case 'proxy':
      return {
        what: `The proxy on the way to ${host} did not let the request through (${reason || 'it wants a sign-in'})`,
        advice: 'Check the setting http.proxy and the variables HTTP_PROXY, HTTPS_PROXY and NO_PROXY.',
      };
    case 'timeout':
      return { what: `${host} did not answer in time (${reason})`, advice: 'Check the network, or try again later.' };
    case 'not-mlflow':
      return { what: `${host} did not answer in HTTP (${reason})`, advice: 'Check the port, and http against https.' };
    default:
      return { what: `The connection to ${host} broke (${reason})`, advice: brokenAdvice(link, peer) };
  }
}

// With TLS 1.3, a server that misses a client's certificate just closes the connection.
function brokenAdvice({ code }: Link, { url }: Peer): string {
  return url.startsWith('https:') && /^(UND_ERR_SOCKET|ECONNRESET|ERR_CONNECTION_CLOSED)$/u.test(code ?? '')
    ? 'Check the network, or try again. A server that asks for a client certificate may close connections so.'
    : 'Check the network, or try again.';
}

function tlsAdvice(reason: string): string {
  if (/WRONG_VERSION|PACKET_LENGTH|EPROTO.*wrong version|HTTP_REQUEST/iu.test(reason)) {
    return 'The server may speak plain HTTP at this port: try http:// in the address.';
  }
  if (/ALERT|CERTIFICATE_REQUIRED|HANDSHAKE/iu.test(reason)) {
    return 'The server may ask for a client certificate: name one in the connection.';
  }
  if (/EXPIRED|NOT_YET_VALID/iu.test(reason)) {
    return 'The server’s certificate is not valid today: its operator has to renew it.';
  }
  if (/ALTNAME|HOSTNAME|COMMON_NAME/iu.test(reason)) {
    return 'The server’s certificate is for another name: use that name in the address.';
  }
  return 'Where the certificate comes from a private authority, name its CA certificate in the connection.';
}
