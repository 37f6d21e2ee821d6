import type { MlflowErrorKind } from '../errors';
import { singleLine } from '../../text/safeText';
import { Failure, type Peer } from './failure';
import { parseRetryAfter } from './retryPolicy';
import { withoutSecrets } from './secrets';

/** An answer other than a success, its body read as far as it is worth. */
export interface Refusal {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly text: string;
}

/** MLflow's `{error_code, message}`, where the body is that. */
interface MlflowReply {
  readonly code: string;
  readonly message: string;
}

/** Sorts an answer that is not a success. */
export function answerFailure(refusal: Refusal, peer: Peer): Failure {
  const reply = mlflowReply(refusal.text, peer.secrets);
  const kind = kindOf(refusal, reply);
  const { what, advice } = words(kind, refusal, reply, peer);
  return new Failure(kind, what, advice, {
    status: refusal.status,
    code: reply?.code,
    retryAfter: parseRetryAfter(refusal.headers.get('retry-after')),
  });
}

function mlflowReply(text: string, secrets: readonly string[]): MlflowReply | undefined {
  try {
    const { error_code: code, message } = JSON.parse(text) as { error_code?: unknown; message?: unknown };
    const said = typeof message === 'string' ? withoutSecrets(message, secrets) : '';
    return typeof code === 'string' ? { code: withoutSecrets(code, secrets), message: said } : undefined;
  } catch {
    return undefined;
  }
}

const BY_CODE: Readonly<Partial<Record<string, MlflowErrorKind>>> = {
  RESOURCE_DOES_NOT_EXIST: 'not-found',
  RESOURCE_ALREADY_EXISTS: 'already-exists',
  ENDPOINT_NOT_FOUND: 'too-old',
  NOT_IMPLEMENTED: 'too-old',
  INVALID_PARAMETER_VALUE: 'invalid-request',
  INVALID_STATE: 'invalid-request',
  BAD_REQUEST: 'invalid-request',
  MALFORMED_REQUEST: 'invalid-request',
  FEATURE_DISABLED: 'invalid-request',
  PERMISSION_DENIED: 'forbidden',
  UNAUTHENTICATED: 'unauthorized',
  CUSTOMER_UNAUTHORIZED: 'unauthorized',
  REQUEST_LIMIT_EXCEEDED: 'rate-limited',
};

const BY_STATUS: Readonly<Partial<Record<number, MlflowErrorKind>>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'too-old',
  405: 'too-old',
  407: 'proxy',
  408: 'timeout',
  413: 'too-large',
  429: 'rate-limited',
  501: 'too-old',
};

function kindOf({ status, text }: Refusal, reply: MlflowReply | undefined): MlflowErrorKind {
  const byCode = reply && Object.hasOwn(BY_CODE, reply.code) ? BY_CODE[reply.code] : undefined;
  if (byCode !== undefined) {
    return byCode;
  }
  if (status === 403 && /invalid host header|allowed[- ]?hosts|dns rebinding/iu.test(text)) {
    return 'host-not-allowed';
  }
  return BY_STATUS[status] ?? (status >= 500 ? 'server-error' : 'invalid-request');
}

interface Words {
  readonly what: string;
  readonly advice: string;
}

function words(kind: MlflowErrorKind, refusal: Refusal, reply: MlflowReply | undefined, peer: Peer): Words {
  const { host } = peer;
  const answered = `${host} answered ${status(refusal, peer)}`;
  const said = reply?.message ? `${host} answered: ${sentence(reply.message)}` : answered;
  switch (kind) {
    case 'unauthorized':
      return { what: whoWasRefused(peer), advice: 'Sign in with credentials that this server accepts.' };
    case 'forbidden':
      return { what: said, advice: 'Ask its operator for the permission, or sign in as somebody who has it.' };
    case 'host-not-allowed':
      return {
        what: `The server refused the host name ${host}`,
        advice: `Its operator can allow the name: mlflow server --allowed-hosts ${new URL(peer.url).host}.`,
      };
    case 'too-old':
      return {
        what: `${answered}: it does not know this request`,
        advice: 'The server is too old for it, or the address lacks the path prefix of MLflow.',
      };
    case 'proxy':
      return {
        what: `A proxy answered ${status(refusal, peer)}`,
        advice: 'Check the setting http.proxy and its sign-in.',
      };
    case 'rate-limited':
      return { what: `${answered}${waitText(refusal)}`, advice: 'Try again later.' };
    case 'server-error':
      return { what: said, advice: 'The server’s log has the reason.' };
    default:
      return { what: said, advice: '' };
  }
}

function status({ status: code, statusText }: Refusal, { secrets }: Peer): string {
  return singleLine(`${code} ${withoutSecrets(statusText, secrets) || (REASONS[code] ?? '')}`, 60);
}

// HTTP/2 and uvicorn leave the reason out.
const REASONS: Readonly<Partial<Record<number, string>>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function sentence(text: string): string {
  return singleLine(text, 500).replace(/[.!]+$/u, '');
}

function whoWasRefused({ host, credentials }: Peer): string {
  switch (credentials.kind) {
    case 'none':
      return `${host} asks for a sign-in`;
    case 'basic':
      return `${host} did not accept the password of “${singleLine(credentials.username, 80)}”`;
    case 'bearer':
      return `${host} did not accept the token`;
  }
}

function waitText({ headers }: Refusal): string {
  const wait = parseRetryAfter(headers.get('retry-after'));
  return wait === undefined ? '' : ` and asks to wait ${Math.ceil(wait / 1000)} s`;
}
