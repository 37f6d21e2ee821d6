import { singleLine } from '../../text/safeText';
import { answerFailure } from './answerFailure';
import { readStart } from './body';
import { Failure, type Peer } from './failure';
import type { Fetch } from './options';
import { publicUrl } from './request';
import { withoutSecrets } from './secrets';

/** One HTTP request, with all its headers. */
export interface Message {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const MAX_REDIRECTS = 3;

/**
 * Sends a message and resolves to its answer when that is a success, or 416 for a range past the end of a file; throws a
 * {@link Failure} for another answer.
 */
export async function exchange(fetch: Fetch, message: Message, peer: Peer, signal: AbortSignal): Promise<Response> {
  let { url } = message;
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(url, {
      method: message.method,
      headers: message.headers,
      ...(message.body !== undefined && { body: message.body }),
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      signal,
    });
    if (response.ok || (response.status === 416 && message.headers.range !== undefined)) {
      return response;
    }
    if (isRedirect(response)) {
      await response.body?.cancel();
      url = redirectTarget(response, url, message, { peer, mayFollow: redirects < MAX_REDIRECTS });
      continue;
    }
    throw await refused(response, peer);
  }
}

async function refused(response: Response, peer: Peer): Promise<Failure> {
  const { status, statusText, headers } = response;
  return answerFailure({ status, statusText, headers, text: await readStart(response) }, peer);
}

function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304);
}

// A redirect is followed only where nothing can go astray: a read, within the origin that the headers belong to.
function redirectTarget(
  response: Response,
  from: string,
  message: Message,
  { peer, mayFollow }: { readonly peer: Peer; readonly mayFollow: boolean },
): string {
  const location = response.headers.get('location') ?? '';
  const target = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const sameOrigin = target?.origin === new URL(from).origin;
  if (target !== undefined && sameOrigin && mayFollow && message.method === 'GET') {
    return target.href;
  }
  const advice = sameOrigin
    ? 'Use the address that the server redirects to.'
    : 'Nothing was sent there. If that is the right server, connect to its address.';
  const what = `${new URL(from).host} redirects to ${withoutSecrets(shownTarget(target), peer.secrets)}`;
  throw new Failure('redirected', what, advice, { status: response.status });
}

function shownTarget(target: URL | undefined): string {
  const shown = target === undefined ? '' : singleLine(publicUrl(target.href), 200);
  return /^https?:/u.test(shown) ? shown : 'another address';
}
