import type { MlflowError, MlflowErrorKind } from '../errors';
import { Attempt } from './attempt';
import { cancelledError, type Failure, type Peer, toMlflowError } from './failure';
import type { Limits, RequestObserver } from './options';
import type { RestRequest } from './request';
import { mayRepeat, retryDelay } from './retryPolicy';
import { type Lane, takeSlot } from './slots';
import { Watch } from './watch';

/** What all calls of a connection share. */
export interface CallSettings {
  readonly limits: Limits;
  readonly observer: RequestObserver | undefined;
  readonly lane: Lane;
}

/** A request from its first attempt to its end. */
export class Call {
  private attempts = 0;
  private started: number | undefined;

  constructor(
    private readonly request: RestRequest,
    private readonly peer: Peer,
    private readonly settings: CallSettings,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Tries until it succeeds or a further try has no sense; rejects with an MlflowError. `work` ends the attempt it is given. */
  async run<T>(work: (attempt: Attempt) => Promise<T>): Promise<T> {
    for (;;) {
      const attempt = await this.nextAttempt();
      try {
        const result = await work(attempt);
        this.settings.observer?.onAnswer();
        return result;
      } catch (cause) {
        await this.pause(this.delayAfter(attempt.fail(cause)));
      }
    }
  }

  /** What a caller gets for a failure that ends the call, of which the observer learns. */
  error(failure: Failure | undefined): MlflowError {
    if (failure === undefined) {
      return cancelledError(this.request, this.peer.url);
    }
    const effort = { attempts: this.attempts, elapsedMs: this.elapsed() };
    const error = toMlflowError(failure, this.request, this.peer.url, effort);
    if (concernsConnection(error.kind, this.request)) {
      this.settings.observer?.onFailure(error);
    } else {
      this.settings.observer?.onAnswer();
    }
    return error;
  }

  private async nextAttempt(): Promise<Attempt> {
    const { limits, observer, lane } = this.settings;
    const watch = new Watch(this.signal);
    const release = await takeSlot(lane, watch.signal).catch(() => {
      watch.stop();
      throw this.error(undefined);
    });
    this.attempts += 1;
    this.started ??= Date.now();
    const left = this.attempts === 1 ? limits.attemptMs : Math.max(1000, limits.retryMs - this.elapsed());
    watch.expect(Math.min(limits.attemptMs, left));
    return new Attempt(this.request, this.peer, this.attempts, watch, { release, observer });
  }

  // Throws when there is no sense in a further attempt.
  private delayAfter(failure: Failure | undefined): number {
    const delay = retryDelay(this.attempts, failure?.retryAfter);
    const inTime = this.elapsed() + delay < this.settings.limits.retryMs;
    if (failure === undefined || !inTime || !mayRepeat(this.request.effect, failure)) {
      throw this.error(failure);
    }
    return delay;
  }

  private elapsed(): number {
    return Date.now() - (this.started ?? Date.now());
  }

  private async pause(ms: number): Promise<void> {
    const { signal } = this;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    });
    if (signal?.aborted === true) {
      throw this.error(undefined);
    }
  }
}

const CONNECTION = new Set<MlflowErrorKind>([
  'name-not-found',
  'refused',
  'tls',
  'proxy',
  'unauthorized',
  'host-not-allowed',
  'rate-limited',
  'server-error',
  'timeout',
  'not-mlflow',
  'bad-json',
  'redirected',
  'network',
]);

// An artifact that can't be read is no fault of the connection: servers before 3 answer 500 for one that is not there.
function concernsConnection(kind: MlflowErrorKind, { effect }: RestRequest): boolean {
  return CONNECTION.has(kind) && !(effect === 'content' && kind === 'server-error');
}
