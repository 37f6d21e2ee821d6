import * as vscode from 'vscode';
import type { Account } from '../../core/connection/account';
import { isOwn, type Candidate } from '../../core/connection/candidates';
import { decide, type Decision } from '../../core/connection/decision';
import { mayPass } from '../../core/connection/failure';
import { retryDelay } from '../../core/connection/backoff';
import { checkStoreFile } from '../../core/connection/storeFile.node';
import { MlflowError } from '../../core/mlflow/errors';
import type { KernelConnection } from '../../core/notebook/kernelSetup';
import { Disposables } from '../shared/disposables';
import type { KernelConnectionSource } from '../shared/kernelConnectionSource';
import type { ConnectionInfo, ConnectionState, LocalServer, Session, StoreEvents } from '../shared/session';
import type { ViewVisibility } from '../shared/viewVisibility';
import type { OpenConnection, ServerCandidate } from './connector';
import { toMlflowError } from './failedOpen';
import type { ConnectionMemory } from './memory';
import type { OriginSecrets } from './originSecrets';
import type { PlacesFound, PlacesReader } from './places';
import { kernelConnectionOf } from './kernelConnection';
import { logRequest } from './requestLog';
import { StaleMonitor } from './staleMonitor';
import { folderOf, infoOf, localServerEnded } from './candidateInfo';
import { moveUserInfo } from './userInfo';
import { VisibleTimer } from './visibleTimer';

/** What the service works with. */
export interface ConnectionParts {
  readonly places: PlacesReader;
  readonly memory: ConnectionMemory;
  readonly secrets: OriginSecrets;
  readonly localServer: LocalServer;
  readonly events: StoreEvents;
  readonly visibility: Pick<ViewVisibility, 'anyVisible' | 'onDidChange'>;
  readonly log: vscode.LogOutputChannel;
}

/** One try to open a candidate, and what it has opened. A newer one takes its place. */
interface Attempt {
  readonly candidate: Candidate;
  readonly places: PlacesFound;
  readonly abort: AbortController;
  failures: number;
  opened?: OpenConnection;
  monitor?: StaleMonitor;
}

/** Finds the connection to use, opens it, and follows how it fares. */
export class ConnectionService implements Session, KernelConnectionSource, vscode.Disposable {
  private readonly disposables = new Disposables();
  private readonly stateChanged = this.disposables.add(new vscode.EventEmitter<ConnectionState>());
  private readonly timer: VisibleTimer;
  private attempt: Attempt | undefined;
  private refreshes = 0;
  private decided = '';
  private currentState: ConnectionState = { kind: 'none' };
  private currentAccount: Account | undefined;

  readonly onDidChangeState = this.stateChanged.event;

  constructor(private readonly parts: ConnectionParts) {
    this.timer = this.disposables.add(new VisibleTimer(parts.visibility));
    this.disposables.add(parts.places.onDidChange(() => void this.refresh()));
    this.disposables.add(parts.secrets.onDidChange((isOf) => void this.secretChanged(isOf)));
    this.disposables.add(
      parts.localServer.onDidChangeAddress((address) => {
        this.localServerChanged(address);
      }),
    );
  }

  get state(): ConnectionState {
    return this.currentState;
  }

  /** Who the connection is signed in as, or tried to be. */
  get account(): Account | undefined {
    return this.currentAccount;
  }

  /** What is connected, or waits to be. */
  get candidate(): Candidate | undefined {
    return this.attempt?.candidate;
  }

  get kernelConnection(): KernelConnection | undefined {
    const { attempt, currentState: state } = this;
    // Nothing of a server that waits for trust or for a confirmation.
    if (attempt === undefined || (state.kind !== 'connected' && state.kind !== 'failed')) {
      return undefined;
    }
    const { candidate, places } = attempt;
    return kernelConnectionOf({ candidate, state, account: this.currentAccount, tls: places.tls });
  }

  /** Looks at all places, and opens what they say now unless that is open already or `force` is set. */
  async refresh(force = false): Promise<void> {
    this.refreshes += 1;
    try {
      await this.refreshNow(this.refreshes, force);
    } catch (error) {
      this.parts.log.error(error instanceof Error ? error : String(error));
    }
  }

  private async refreshNow(turn: number, force: boolean): Promise<void> {
    const places = await this.readPlaces();
    if (turn !== this.refreshes) {
      return;
    }
    const decision = decide(places, this.parts.memory.choice, this.parts.memory.confirmedOrigins);
    const decided = JSON.stringify([decision, places.tls]);
    if (force || decided !== this.decided) {
      this.decided = decided;
      await this.follow(decision, places);
    }
  }

  /** Asks again now: a server that stopped answering, or a connection that could not be opened. */
  async retry(): Promise<void> {
    if (this.currentState.kind === 'connected' && this.currentState.stale !== undefined) {
      await this.attempt?.monitor?.retry();
    } else {
      await this.refresh(true);
    }
  }

  /** The person agrees to the server that the workspace names. */
  async confirm(candidate: Candidate): Promise<void> {
    if (candidate.target.kind === 'server') {
      await this.parts.memory.confirm(candidate.target.origin);
      await this.refresh(true);
    }
  }

  dispose(): void {
    this.refreshes += 1;
    this.supersede();
    this.disposables.dispose();
  }

  private async readPlaces(): Promise<PlacesFound> {
    const places = await this.parts.places.read();
    for (const problem of places.problems) {
      this.parts.log.warn(problem);
    }
    const moved = await moveUserInfo(this.parts.secrets);
    return moved ? this.parts.places.read() : places;
  }

  private async follow(decision: Decision, places: PlacesFound): Promise<void> {
    this.supersede();
    switch (decision.kind) {
      case 'none':
        this.setState({ kind: 'none' });
        return;
      case 'untrusted':
      case 'unconfirmed':
        this.attempt = { candidate: decision.candidate, places, abort: new AbortController(), failures: 0 };
        this.setState({ kind: decision.kind, info: infoOf(decision.candidate) });
        return;
      case 'open':
        this.attempt = { candidate: decision.candidate, places, abort: new AbortController(), failures: 0 };
        this.setState({ kind: 'connecting', info: infoOf(decision.candidate) });
        await this.open(this.attempt);
    }
  }

  private async open(attempt: Attempt): Promise<void> {
    const { candidate, places, abort } = attempt;
    try {
      const server = await this.findServer(candidate, places);
      const secret = await this.parts.secrets.read(server.target.origin);
      abort.signal.throwIfAborted();
      const monitor = this.monitorFor(attempt);
      const request = { candidate: server, secret, tls: places.tls, observer: monitor };
      const onAccount = (account: Account | undefined): void => {
        this.currentAccount = abort.signal.aborted ? this.currentAccount : account;
      };
      const { openConnection } = await import('./connector');
      const opened = await openConnection({ ...request, onAccount }, abort.signal);
      this.opened(attempt, { opened, monitor, info: infoOf(candidate, server.target.baseUrl) });
    } catch (error) {
      if (!abort.signal.aborted) {
        this.failed(attempt, toMlflowError(error, candidate));
      }
    }
  }

  private opened(
    attempt: Attempt,
    { opened, monitor, info }: { opened: OpenConnection; monitor: StaleMonitor; info: ConnectionInfo },
  ): void {
    if (attempt.abort.signal.aborted) {
      opened.close();
      return;
    }
    attempt.opened = opened;
    attempt.monitor = monitor;
    monitor.activate();
    this.parts.log.info(`Connected to ${info.uri}, MLflow ${opened.store.server.version} (${info.source})`);
    this.setState({ kind: 'connected', info, store: opened.store });
  }

  // Where the failure may pass, tries follow in silence: the view changes when one of them succeeds.
  private failed(attempt: Attempt, error: MlflowError): void {
    this.parts.log.error(`${attempt.candidate.uri}: ${error.kind}. ${error.message}`);
    this.setState({ kind: 'failed', info: infoOf(attempt.candidate), error });
    if (mayPass(error) && attempt.candidate.target.kind === 'server') {
      this.timer.start(retryDelay(attempt.failures), () => void this.open(attempt));
      attempt.failures += 1;
    }
  }

  private async findServer(candidate: Candidate, places: PlacesFound): Promise<ServerCandidate> {
    const { target } = candidate;
    switch (target.kind) {
      case 'server':
        return { ...candidate, target };
      case 'unusable':
        throw new MlflowError('invalid-request', target.message, {
          action: 'read the tracking URI',
          url: candidate.uri,
        });
      case 'store': {
        // Without a folder, nothing lies inside the workspace.
        const inside = isOwn(candidate.source) ? undefined : (folderOf(target.path, places) ?? '');
        await checkStoreFile(target.path, inside);
        const baseUrl = await this.parts.localServer.ensureStarted(vscode.Uri.file(target.path));
        return { ...candidate, target: { kind: 'server', baseUrl, origin: baseUrl } };
      }
    }
  }

  private monitorFor(attempt: Attempt): StaleMonitor {
    return new StaleMonitor({
      timer: this.timer,
      probe: async (signal) => attempt.opened?.store.searchExperiments({ maxResults: 1 }, signal),
      onRequest: (line) => {
        logRequest(this.parts.log, line);
      },
      onChange: (stale) => {
        const { currentState: state } = this;
        if (state.kind !== 'connected' || this.attempt !== attempt) {
          return;
        }
        this.setState({
          kind: 'connected',
          info: state.info,
          store: state.store,
          ...(stale !== undefined && { stale }),
        });
        if (stale === undefined) {
          this.parts.events.fire({ kind: 'everything' });
        }
      },
      onSignedOut: (error) => {
        this.end(attempt, error);
      },
    });
  }

  private end(attempt: Attempt, error: MlflowError): void {
    if (this.attempt === attempt) {
      attempt.monitor?.dispose();
      attempt.opened?.close();
      this.setState({ kind: 'failed', info: infoOf(attempt.candidate), error });
    }
  }

  private async secretChanged(isOf: (origin: string) => boolean): Promise<void> {
    const target = this.attempt?.candidate.target;
    if (target?.kind === 'server' && isOf(target.origin)) {
      await this.refresh(true);
    }
  }

  private localServerChanged(address: string | undefined): void {
    const { attempt } = this;
    if (attempt?.candidate.target.kind !== 'store') {
      return;
    }
    if (address !== undefined) {
      void this.refresh(true);
      return;
    }
    attempt.abort.abort();
    this.end(attempt, toMlflowError(localServerEnded(), attempt.candidate));
  }

  private supersede(): void {
    const { attempt } = this;
    this.attempt = undefined;
    this.currentAccount = undefined;
    this.timer.dispose();
    attempt?.abort.abort();
    attempt?.monitor?.dispose();
    attempt?.opened?.close();
  }

  private setState(state: ConnectionState): void {
    this.currentState = state;
    this.stateChanged.fire(state);
  }
}
