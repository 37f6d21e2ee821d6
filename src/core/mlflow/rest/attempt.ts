import { formatDuration } from '../../format/time';
import { Failure, type Peer } from './failure';
import type { RequestObserver } from './options';
import { publicUrl, type RestRequest } from './request';
import { thrownFailure } from './thrownFailure';
import type { Watch } from './watch';

/** One try of a request. Ends once, well or with a failure, and then gives its place back. */
export class Attempt {
  private readonly begun = Date.now();
  private ended = false;

  constructor(
    private readonly request: RestRequest,
    private readonly peer: Peer,
    /** Counted from 1. */
    readonly number: number,
    readonly watch: Watch,
    private readonly surroundings: { readonly release: () => void; readonly observer: RequestObserver | undefined },
  ) {}

  /** Ends it well; `abandon` leaves the rest of the answer unread. */
  succeed(status: number, bytes: number, abandon = false): void {
    this.end({ status, bytes }, abandon);
  }

  /** Ends it; resolves what went wrong. Undefined when the caller has given up. */
  fail(cause: unknown): Failure | undefined {
    const failure = this.watch.cancelled ? undefined : this.toFailure(cause);
    const status = failure?.status;
    this.end({ bytes: 0, error: failure?.kind ?? 'cancelled', ...(status !== undefined && { status }) }, true);
    return failure;
  }

  private toFailure(cause: unknown): Failure {
    if (cause instanceof Failure) {
      return cause;
    }
    const { expiredAfter } = this.watch;
    if (expiredAfter !== undefined) {
      const what = `${this.peer.host} did not answer within ${formatDuration(expiredAfter)}`;
      return new Failure('timeout', what, 'Check the network, or try again later.', { cause });
    }
    return thrownFailure(cause, this.peer);
  }

  private end(outcome: Pick<LogFacts, 'status' | 'error' | 'bytes'>, abort: boolean): void {
    if (this.ended) {
      return;
    }
    this.ended = true;
    this.watch.stop(abort);
    this.surroundings.release();
    this.surroundings.observer?.onRequest?.({
      method: this.request.method,
      url: publicUrl(this.peer.url),
      ms: Date.now() - this.begun,
      attempt: this.number,
      ...outcome,
    });
  }
}

type LogFacts = Parameters<NonNullable<RequestObserver['onRequest']>>[0];
