import * as vscode from 'vscode';
import { Poller } from '../../core/explorer/poller';
import { isCancelled } from '../../core/mlflow/errors';
import { CardRuns, type LookedAt, type WantedRun } from '../../core/notebook/cardRuns';
import { isSameServer } from '../../core/notebook/sameServer';
import { parseCardRequest, type CardMessage, type CardRequest, type UnavailableReason } from '../../protocol/runCard';
import { Disposables } from '../shared/disposables';
import { refreshIntervalMs } from '../shared/refreshInterval';
import type { ConnectionState, Session } from '../shared/session';
import { failureText, showFailure } from '../shared/showError';
import type { ViewVisibility } from '../shared/viewVisibility';
import { actOnCard } from './runCardActions';
import { updateMessage } from './runCardMessages';
import { findRunOutput } from './runCardOutputs';
import { outputOf, RunCardWatches, type CardWatch } from './runCardWatches';

interface RunCardsOptions {
  readonly session: Session;
  readonly visibility: Pick<ViewVisibility, 'follow'>;
  readonly log: vscode.LogOutputChannel;
}

/**
 * The host's side of the cards below cells. It tells visible cards of runs that run, by one request an interval for all of
 * them, over the connection that is there; a card never names a server, nor a run that its notebook does not have.
 */
export class RunCards implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly messaging = vscode.notebooks.createRendererMessaging('runlens.runCard');
  private readonly watches = this.parts.add(new RunCardWatches());
  private readonly poller = this.parts.add(new Poller((signal) => this.look(signal), refreshIntervalMs));
  private runs: CardRuns | undefined;

  constructor(private readonly options: RunCardsOptions) {
    const { session, visibility } = options;
    const follow = (): void => {
      this.follow();
    };
    this.parts.add(this.watches.onDidChange(follow));
    this.parts.add(session.onDidChangeState(follow));
    this.parts.add(
      this.messaging.onDidReceiveMessage(({ editor, message }) => {
        this.receive(editor, parseCardRequest(message));
      }),
    );
    const { watches } = this;
    visibility.follow({
      get visible() {
        return watches.visible.length > 0;
      },
      onDidChangeVisibility: watches.onDidChange,
    });
  }

  dispose(): void {
    this.parts.dispose();
  }

  private receive(editor: vscode.NotebookEditor, request: CardRequest | undefined): void {
    switch (request?.type) {
      case 'watch':
        this.watches.add({ editor, runId: request.runId, curves: request.curves });
        this.poller.runNow();
        return;
      case 'unwatch':
        this.watches.remove(editor, request.runId);
        return;
      case 'act':
        void this.act(editor.notebook, request);
        return;
      case undefined:
        this.options.log.debug('A message to the cards of notebooks could not be read, and was dropped.');
    }
  }

  private async act(
    notebook: vscode.NotebookDocument,
    { runId, action }: Extract<CardRequest, { type: 'act' }>,
  ): Promise<void> {
    const found = findRunOutput(notebook, runId);
    if (found === undefined) {
      return;
    }
    try {
      await actOnCard(action, found, this.options.session);
    } catch (error) {
      showFailure(this.options.log, vscode.l10n.t('The action of the run’s card failed.'), error);
    }
  }

  /** Looks while there is a card to tell of something, and says why where there is nothing to tell. */
  private follow(): void {
    const { state } = this.options.session;
    const store = state.kind === 'connected' ? state.store : undefined;
    if (this.runs?.reader !== store) {
      this.runs = store && new CardRuns(store);
    }
    const { visible } = this.watches;
    for (const watch of visible) {
      this.tellObstacle(watch, state);
    }
    const isReachable = state.kind === 'connected' && state.stale === undefined;
    this.poller.setWanted(isReachable && visible.some((watch) => this.isOnItsServer(watch)));
  }

  private tellObstacle(watch: CardWatch, state: ConnectionState): void {
    if (state.kind !== 'connected') {
      this.unavailable(watch, 'notConnected');
    } else if (!this.isOnItsServer(watch)) {
      this.unavailable(watch, 'otherServer');
    } else if (state.stale !== undefined) {
      const { since, nextTry } = state.stale;
      this.send(watch, { type: 'stale', runId: watch.runId, since, nextTry });
    }
  }

  private isOnItsServer(watch: CardWatch): boolean {
    const { state } = this.options.session;
    const uri = outputOf(watch)?.output.trackingUri;
    return state.kind === 'connected' && uri !== undefined && isSameServer(state.info.uri, uri);
  }

  /** One look at the server for all cards. */
  private async look(signal: AbortSignal): Promise<void> {
    const watches = this.watches.visible.filter((watch) => this.isOnItsServer(watch));
    const { runs } = this;
    if (runs === undefined || watches.length === 0) {
      return;
    }
    try {
      const found = await runs.look(wantedRuns(watches), signal);
      if (!signal.aborted) {
        this.tellAll(watches, found);
      }
    } catch (error) {
      // A server that can't be reached makes the session stale, which is told then.
      if (!signal.aborted && !isCancelled(error)) {
        this.options.log.warn(`Looking for the runs of notebooks failed: ${String(error)}`);
      }
    }
  }

  private tellAll(watches: readonly CardWatch[], found: ReadonlyMap<string, LookedAt>): void {
    for (const watch of watches) {
      this.tell(watch, found.get(watch.runId));
    }
    for (const [runId, looked] of found) {
      if (looked.kind === 'gone' || (looked.kind === 'run' && looked.isEnded)) {
        this.watches.end(runId);
      }
    }
  }

  private tell(watch: CardWatch, looked: LookedAt | undefined): void {
    switch (looked?.kind) {
      case 'run':
        this.send(watch, updateMessage(looked.state, refreshIntervalMs()));
        return;
      case 'gone':
        this.unavailable(watch, 'gone');
        return;
      case 'failed':
        if (!isCancelled(looked.error)) {
          this.unavailable(watch, 'failed', failureText('', looked.error));
        }
        return;
      case undefined:
    }
  }

  private unavailable(watch: CardWatch, reason: UnavailableReason, detail?: string): void {
    this.send(watch, { type: 'unavailable', runId: watch.runId, reason, detail });
  }

  private send({ editor }: CardWatch, message: CardMessage): void {
    void this.messaging.postMessage(message, editor);
  }
}

/** Each run once, with as many curves as any of its cards shows. */
function wantedRuns(watches: readonly CardWatch[]): readonly WantedRun[] {
  const wanted = new Map<string, WantedRun>();
  for (const watch of watches) {
    const curves = Math.max(watch.curves, wanted.get(watch.runId)?.curves ?? 0);
    wanted.set(watch.runId, {
      runId: watch.runId,
      previousRunId: outputOf(watch)?.output.previousRunId,
      curves,
    });
  }
  return [...wanted.values()];
}
