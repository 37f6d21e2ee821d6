import type * as vscode from 'vscode';
import { retryDelay } from '../../core/connection/backoff';
import { judgeFailure } from '../../core/connection/failure';
import { MlflowError } from '../../core/mlflow/errors';
import type { RequestLogLine, RequestObserver } from '../../core/mlflow/rest/options';
import type { Staleness } from '../shared/session';
import type { VisibleTimer } from './visibleTimer';

interface StaleMonitorOptions {
  readonly timer: VisibleTimer;
  /** Asks the server something small. Its answer or failure comes back through the observer. */
  readonly probe: (signal: AbortSignal) => Promise<unknown>;
  readonly onChange: (stale: Staleness | undefined) => void;
  readonly onSignedOut: (error: MlflowError) => void;
  readonly onRequest: (line: RequestLogLine) => void;
}

/** Follows the requests of an open connection, and asks again from time to time while the server does not answer. */
export class StaleMonitor implements RequestObserver, vscode.Disposable {
  private readonly disposal = new AbortController();
  private lastAnswer = Date.now();
  private stale: Staleness | undefined;
  private failures = 0;
  private active = false;
  private probing = false;

  constructor(private readonly options: StaleMonitorOptions) {}

  /** Failures count from now on: the connection is open. */
  activate(): void {
    this.active = true;
    this.lastAnswer = Date.now();
  }

  onRequest(line: RequestLogLine): void {
    this.options.onRequest(line);
  }

  onAnswer(): void {
    this.lastAnswer = Date.now();
    if (this.stale === undefined || this.disposal.signal.aborted) {
      return;
    }
    this.stale = undefined;
    this.failures = 0;
    this.options.timer.dispose();
    this.options.onChange(undefined);
  }

  onFailure(error: MlflowError): void {
    if (!this.active || this.disposal.signal.aborted) {
      return;
    }
    const verdict = judgeFailure(error);
    if (verdict === 'signed-out') {
      this.options.onSignedOut(error);
    } else if (verdict === 'unreachable' && this.stale === undefined) {
      this.wait(error);
    }
  }

  /** Asks the server now. */
  async retry(): Promise<void> {
    if (this.probing) {
      return;
    }
    this.probing = true;
    try {
      await this.options.probe(this.disposal.signal);
      this.onAnswer();
    } catch (error) {
      if (this.stale !== undefined && !this.disposal.signal.aborted) {
        this.failures += 1;
        this.wait(error instanceof MlflowError ? error : this.stale.error);
      }
    } finally {
      this.probing = false;
    }
  }

  dispose(): void {
    this.disposal.abort();
    if (this.stale !== undefined) {
      this.options.timer.dispose();
    }
  }

  private wait(error: MlflowError): void {
    const delay = retryDelay(this.failures);
    this.stale = { error, since: this.lastAnswer, nextTry: Date.now() + delay };
    this.options.timer.start(delay, () => void this.retry());
    this.options.onChange(this.stale);
  }
}
