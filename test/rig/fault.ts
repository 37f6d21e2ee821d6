/** What can go wrong between a client and a server. */
import { request, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request on its way to a server, and the answer to it. */
export interface Exchange {
  readonly target: string | undefined;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Answers a request, or fails to. */
export type Fault = (exchange: Exchange) => Promise<void> | void;

/** The faults there are. */
export const fault = {
  /** The answer comes late. */
  delay:
    (ms: number): Fault =>
    async (exchange) => {
      const answer = await pass(exchange);
      await sleep(ms, undefined, { ref: false });
      send(exchange.outgoing, answer);
    },

  /** Nothing comes at all. */
  hang: (): Fault => () => undefined,

  /** The connection is reset before an answer. */
  reset:
    (): Fault =>
    ({ incoming }) => {
      incoming.socket.resetAndDestroy();
    },

  /** The body ends after so many bytes, properly: what came looks complete. */
  cutBody:
    (bytes: number): Fault =>
    async (exchange) => {
      const answer = await pass(exchange);
      send(exchange.outgoing, { ...answer, body: answer.body.subarray(0, bytes) });
    },

  /** The connection is reset after so many bytes of the body. */
  resetMidway:
    (bytes: number): Fault =>
    async (exchange) => {
      const { status, headers, body } = await pass(exchange);
      exchange.outgoing.writeHead(status, { ...headers, 'content-length': body.length });
      exchange.outgoing.write(body.subarray(0, bytes), () => exchange.incoming.socket.resetAndDestroy());
    },

  /** The header promises more bytes than come before the connection ends. */
  wrongLength:
    (extra = 100): Fault =>
    async (exchange) => {
      const { status, headers, body } = await pass(exchange);
      const length = body.length + extra;
      exchange.outgoing.writeHead(status, { ...headers, 'content-length': length, connection: 'close' });
      exchange.outgoing.write(body, () => exchange.incoming.socket.end());
    },

  /** Status 429; `retryAfter` is in seconds, or a date. */
  tooManyRequests: (retryAfter: string): Fault => answerWith(429, 'Slow down', { 'retry-after': retryAfter }),

  /** A 5xx of a gateway; the server has not seen the request. */
  serverError: (status = 503, headers: OutgoingHttpHeaders = {}): Fault =>
    answerWith(status, '<html>Bad gateway</html>', { 'content-type': 'text/html', ...headers }),

  /** A 5xx although the server has done what was asked. */
  errorAfterCommit:
    (status = 503): Fault =>
    async (exchange) => {
      await pass(exchange);
      send(exchange.outgoing, { status, headers: { 'content-type': 'text/plain' }, body: Buffer.from('upstream') });
    },

  /** A page with status 200, as a single sign-on gateway sends. */
  loginPage: (): Fault =>
    answerWith(200, '<!DOCTYPE html><title>Sign in</title><form action="/login"></form>', {
      'content-type': 'text/html; charset=utf-8',
    }),

  /** Every page of a list names a next page, which is the same one. */
  endlessPages: (): Fault => async (exchange) => {
    const answer = await pass(exchange);
    const page = JSON.parse(answer.body.toString()) as Record<string, unknown>;
    const body = Buffer.from(JSON.stringify({ ...page, next_page_token: 'again' }));
    send(exchange.outgoing, { ...answer, body });
  },

  /** To the same path at another origin: credentials must not follow. */
  redirect:
    (origin: string, status = 302): Fault =>
    ({ incoming, outgoing }) => {
      outgoing.writeHead(status, { location: new URL(incoming.url ?? '/', origin).href }).end();
    },

  /** What MLflow's `--allowed-hosts` answers to a name that it does not know. */
  forbiddenHost: (): Fault =>
    answerWith(403, 'Invalid Host header - possible DNS rebinding attack detected', { 'content-type': 'text/plain' }),

  /** Any answer. */
  answer: (status: number, body: string, headers: OutgoingHttpHeaders = {}): Fault => answerWith(status, body, headers),
};

/** Asks the server. */
export async function pass({ target, incoming }: Exchange): Promise<Answer> {
  if (target === undefined) {
    throw new Error('There is no server behind this one');
  }
  const { hostname, port } = new URL(target);
  const { method, url: path } = incoming;
  const headers = { ...incoming.headers, host: new URL(target).host };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const proxied = request({ hostname, port, method, path, headers }, resolve);
    proxied.on('error', reject);
    incoming.pipe(proxied);
  });
  const kept: OutgoingHttpHeaders = { ...answer.headers };
  // The body is sent on as a whole.
  delete kept['transfer-encoding'];
  return { status: answer.statusCode ?? 502, headers: kept, body: await buffer(answer) };
}

/** Sends a whole answer. */
export function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

function answerWith(status: number, body: string, headers: OutgoingHttpHeaders): Fault {
  return ({ outgoing }) => {
    send(outgoing, { status, headers, body: Buffer.from(body) });
  };
}
