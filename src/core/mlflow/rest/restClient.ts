import * as v from 'valibot';
import type { ArtifactContent, ByteRange } from '../../store/trackingStore';
import type { Attempt } from './attempt';
import { promisedLength, readJsonText } from './body';
import { Call, type CallSettings } from './call';
import { contentStream, sliceStream } from './contentStream';
import { exchange, type Message } from './exchange';
import { cancelledError, type Peer, toMlflowError } from './failure';
import { connectionHeaders } from './headers';
import { parseJsonReply, unexpectedReply } from './jsonReply';
import { DEFAULT_LIMITS } from './limits';
import type { Limits, RestOptions } from './options';
import { publicUrl, type RestRequest, requestUrl } from './request';
import type { ReplySchema } from './replySchema';
import { secretsOf, withoutSecrets } from './secrets';
import { Sharing } from './sharing';

/** Sends requests to one MLflow server. Every method rejects with an MlflowError. */
export class RestClient {
  readonly limits: Limits;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly secrets: readonly string[];
  private readonly sharing = new Sharing();

  /** `workspace` is sent with every request: only for servers that have workspaces. Throws for headers that can't be sent. */
  constructor(
    private readonly options: RestOptions,
    workspace?: string,
  ) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.headers = connectionHeaders(options, workspace);
    this.secrets = secretsOf(options, this.headers);
  }

  /** Asks for JSON. Equal reads at the same time share one answer. */
  async json<T>(request: RestRequest, schema: ReplySchema<T>, signal?: AbortSignal): Promise<T> {
    const peer = this.peer(request);
    if (request.effect !== 'read') {
      // A read that began before the write ended may not know of it: who reads after the write must not share that.
      return this.fetchJson(request, peer, schema, signal).finally(() => {
        this.sharing.startAnew();
      });
    }
    const key = `${request.method} ${peer.url} ${JSON.stringify(request.body ?? {})}`;
    return this.sharing.run(
      key,
      (shared) => this.fetchJson(request, peer, schema, shared),
      signal,
      () => cancelledError(request, peer.url),
    );
  }

  /** Asks for a short text. */
  async text(request: RestRequest, signal?: AbortSignal): Promise<string> {
    const peer = this.peer(request);
    const call = new Call(request, peer, this.settings(), signal);
    return withoutSecrets(await call.run((attempt) => this.readText(request, peer, attempt)), this.secrets);
  }

  /** Opens a download; `range` holds whether the server knows ranges or not. */
  async content(request: RestRequest, range?: ByteRange, signal?: AbortSignal): Promise<ArtifactContent> {
    const peer = this.peer(request);
    const call = new Call(request, peer, this.settings(true), signal);
    return call.run((attempt) => this.open(request, peer, call, attempt, range));
  }

  /** How errors name a request. */
  describe(request: RestRequest): { readonly action: string; readonly url: string } {
    return { action: request.action, url: publicUrl(requestUrl(this.options.baseUrl, request)) };
  }

  private async fetchJson<T>(
    request: RestRequest,
    peer: Peer,
    schema: ReplySchema<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const call = new Call(request, peer, this.settings(), signal);
    const reply = await call.run(async (attempt) => parseJsonReply(await this.readText(request, peer, attempt), peer));
    const result = v.safeParse(schema, reply, { abortEarly: true, abortPipeEarly: true });
    if (!result.success) {
      throw toMlflowError(unexpectedReply(peer.host, result.issues[0]), request, peer.url);
    }
    return result.output;
  }

  private async readText(request: RestRequest, peer: Peer, attempt: Attempt): Promise<string> {
    const { watch } = attempt;
    const response = await exchange(this.options.fetch, this.message(request, peer), peer, watch.signal);
    const { text, bytes } = await readJsonText(response, watch, this.limits);
    attempt.succeed(response.status, bytes);
    return text;
  }

  private async open(
    request: RestRequest,
    peer: Peer,
    call: Call,
    attempt: Attempt,
    range: ByteRange | undefined,
  ): Promise<ArtifactContent> {
    const message = this.message(request, peer, range);
    const response = await exchange(this.options.fetch, message, peer, attempt.watch.signal);
    if (response.status === RANGE_NOT_SATISFIABLE) {
      // The file ends before the range begins.
      attempt.succeed(response.status, 0, true);
      return content(new Blob([]).stream(), 0);
    }
    const stream = contentStream(response, {
      watch: attempt.watch,
      silenceMs: this.limits.attemptMs,
      end: (bytes, complete) => {
        attempt.succeed(response.status, bytes, !complete);
      },
      fail: (cause) => call.error(attempt.fail(cause)),
    });
    const size = promisedLength(response);
    return range === undefined || response.status === 206 ? content(stream, size) : slice(stream, size, range);
  }

  private message(request: RestRequest, peer: Peer, range?: ByteRange): Message {
    const headers = {
      ...this.headers,
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...(range !== undefined && { range: `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}` }),
    };
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    return { url: peer.url, method: request.method, headers, ...(body !== undefined && { body }) };
  }

  private peer(request: RestRequest): Peer {
    const url = requestUrl(this.options.baseUrl, request);
    return { url, host: new URL(url).host, credentials: this.options.credentials, secrets: this.secrets };
  }

  private settings(download = false): CallSettings {
    const { origin } = new URL(this.options.baseUrl);
    return {
      limits: this.limits,
      observer: this.options.observer,
      lane: { origin, places: this.limits.concurrency, download },
    };
  }
}

const RANGE_NOT_SATISFIABLE = 416;

function content(stream: ReadableStream<Uint8Array>, size: number | undefined): ArtifactContent {
  return { stream, ...(size !== undefined && { size }) };
}

function slice(stream: ReadableStream<Uint8Array>, whole: number | undefined, range: ByteRange): ArtifactContent {
  const end = Math.min(range.end ?? Number.POSITIVE_INFINITY, whole ?? Number.POSITIVE_INFINITY);
  const size = whole === undefined ? undefined : Math.max(0, end - range.start);
  return content(sliceStream(stream, range), size);
}
