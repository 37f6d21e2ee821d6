import * as vscode from 'vscode';
import type { ExperimentList } from '../../core/explorer/experimentList';
import { Poller, SYSTEM_CLOCK, type Clock } from '../../core/explorer/poller';
import { findRunningRuns } from '../../core/explorer/runningRuns';
import type { Run } from '../../core/mlflow/entities';
import { isCancelled } from '../../core/mlflow/errors';
import { Disposables } from '../shared/disposables';
import type { ConnectionData } from './connectionData';
import type { ExplorerData } from './explorerData';
import type { ExplorerSettings } from './explorerSettings';

// New experiments are rare: looking for them is not worth a request an interval.
const EXPERIMENTS_EVERY_MS = 60_000;

type Visible = Pick<vscode.TreeView<unknown>, 'visible' | 'onDidChangeVisibility'>;

/**
 * Keeps running runs up to date in every view, by one request an interval for all of them. It asks only while a view
 * that shows them is visible and the server answers.
 */
export class LiveRuns implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly emitter = this.parts.add(new vscode.EventEmitter<void>());
  /** Fires after each look at the server, and when the connection has changed. */
  readonly onDidChange = this.emitter.event;
  private readonly poller: Poller;
  private readonly views = new Set<Visible>();
  private followed: ConnectionData | undefined;
  private runs: readonly Run[] | undefined;
  private listedAt = 0;
  private failure: unknown;

  constructor(
    private readonly data: ExplorerData,
    private readonly settings: ExplorerSettings,
    private readonly log: vscode.LogOutputChannel,
    private readonly clock: Clock = SYSTEM_CLOCK,
  ) {
    this.poller = new Poller(
      (signal) => this.look(signal),
      () => settings.refreshIntervalMs,
      clock,
    );
    this.parts.add(this.poller);
    this.parts.add(
      data.onDidChange(() => {
        this.follow();
      }),
    );
    this.parts.add(
      settings.onDidChange(() => {
        this.poller.reschedule();
      }),
    );
  }

  /** All runs that are RUNNING, newest first; undefined before the first look over this connection. */
  get running(): readonly Run[] | undefined {
    return this.runs;
  }

  /** Why the last look failed. */
  get problem(): unknown {
    return this.failure;
  }

  /** Looks at the server while this view is visible. */
  serve(view: Visible): void {
    this.views.add(view);
    this.parts.add(
      view.onDidChangeVisibility(() => {
        this.follow();
      }),
    );
    this.follow();
  }

  /** Looks at once, without waiting for the interval. */
  lookNow(): void {
    this.listedAt = 0;
    this.poller.runNow();
  }

  dispose(): void {
    this.parts.dispose();
  }

  private follow(): void {
    const { connection, isStale } = this.data;
    if (connection !== this.followed) {
      this.followed = connection;
      this.runs = undefined;
      this.listedAt = 0;
      this.emitter.fire();
    }
    const visible = [...this.views].some((view) => view.visible);
    this.poller.setWanted(visible && connection !== undefined && !isStale);
  }

  /** One look at the server. */
  private async look(signal: AbortSignal): Promise<void> {
    const data = this.data.connection;
    if (data === undefined) {
      return;
    }
    try {
      const experimentIds = await this.experimentIds(data);
      const found = await findRunningRuns(data.reader, experimentIds, this.knownRunning(data), signal);
      if (signal.aborted) {
        return;
      }
      this.runs = found.running.filter((run) => run.lifecycleStage === 'active');
      this.data.updateRuns([...found.running, ...found.ended]);
      this.removeGone(data, found.gone);
      if (this.data.isEmpty && found.running.length > 0) {
        this.data.refresh();
      }
      this.failure = undefined;
    } catch (error) {
      if (signal.aborted || isCancelled(error)) {
        return;
      }
      this.failure = error;
      this.log.warn(`Looking for running runs failed: ${String(error)}`);
    }
    this.emitter.fire();
  }

  private async experimentIds(data: ConnectionData): Promise<readonly string[]> {
    const isDue = this.clock.now() - this.listedAt > EXPERIMENTS_EVERY_MS;
    const before = rowsOf(await data.everyExperiment());
    if (isDue && this.listedAt > 0) {
      data.invalidateExperiments();
    }
    const list = await data.everyExperiment();
    if (isDue) {
      this.listedAt = this.clock.now();
    }
    if (rowsOf(list) !== before) {
      this.data.redrawAll();
    }
    return experimentIdsOf(list);
  }

  private knownRunning(data: ConnectionData): readonly Run[] {
    const known = new Map((this.runs ?? []).map((run) => [run.runId, run]));
    for (const { tree } of data.allLoadedRuns) {
      for (const { run } of tree.all) {
        if (run.status === 'RUNNING' && run.lifecycleStage === 'active') {
          known.set(run.runId, run);
        }
      }
    }
    return [...known.values()];
  }

  private removeGone(data: ConnectionData, gone: readonly string[]): void {
    for (const loaded of data.allLoadedRuns) {
      const own = gone.filter((runId) => loaded.tree.get(runId) !== undefined);
      if (own.length > 0) {
        this.data.removeRuns(loaded.experimentId, own);
      }
    }
  }
}

/** What a person sees of the experiments. */
function rowsOf(list: ExperimentList): string {
  return JSON.stringify([...list.all].map(({ experiment: { experimentId, name } }) => [experimentId, name]));
}

function experimentIdsOf(list: ExperimentList): readonly string[] {
  return [...list.all]
    .filter(({ experiment }) => experiment.lifecycleStage === 'active')
    .map(({ experiment }) => experiment.experimentId);
}
