import * as vscode from 'vscode';
import type { ExperimentEntry, ExperimentList } from '../../core/explorer/experimentList';
import type { RunEntry } from '../../core/explorer/runTree';
import type { Run } from '../../core/mlflow/entities';
import { Disposables } from '../shared/disposables';
import type { ConnectionInfo, ConnectionState, Session, StoreChange, StoreEvents } from '../shared/session';
import { Choices } from './choices';
import { LoadingState } from './loadingState';
import type { BranchSource } from './runBranches';
import { ConnectionData, type ViewOptions } from './connectionData';

/** What has to be drawn anew; `contexts` is what only menus depend on. */
export type ExplorerChange =
  | { readonly kind: 'all' }
  | { readonly kind: 'contexts' }
  | { readonly kind: 'experiment'; readonly entry: ExperimentEntry }
  | { readonly kind: 'runs'; readonly entries: readonly RunEntry[] };

/** Where the person's choices are kept. */
export interface Memory {
  readonly everywhere: vscode.Memento;
  readonly workspace: vscode.Memento;
}

/** The data of the connection in use, for the views that show it; it follows the session and the store's events. */
export class ExplorerData implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly emitter = this.parts.add(new vscode.EventEmitter<ExplorerChange>());
  readonly onDidChange = this.emitter.event;
  /** How long the tree has been waiting for the server. */
  readonly loading = this.parts.add(new LoadingState());
  private empty = false;
  private known: { readonly info: ConnectionInfo; readonly data: ConnectionData } | undefined;
  private followed: ConnectionState = { kind: 'none' };
  private viewOptions: ViewOptions = { search: '', showDeleted: false, showHidden: false };

  constructor(
    private readonly session: Session,
    events: StoreEvents,
    private readonly memory: Memory,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.follow(session.state);
    this.parts.add(
      session.onDidChangeState((state) => {
        this.follow(state);
      }),
    );
    this.parts.add(
      events.onDidChange((change) => {
        this.apply(change);
      }),
    );
  }

  /** What is loaded over the connection; undefined while there is none. */
  get connection(): ConnectionData | undefined {
    return this.session.state.kind === 'connected' ? this.known?.data : undefined;
  }

  /** Of the connection that is used, or was tried. */
  get info(): ConnectionInfo | undefined {
    return this.session.state.kind === 'none' ? undefined : this.session.state.info;
  }

  get isStale(): boolean {
    return isStale(this.session.state);
  }

  /** The server has nothing but the experiment that MLflow makes by itself, and no run in it. */
  get isEmpty(): boolean {
    return this.empty && this.connection !== undefined;
  }

  /** Finds out whether there is anything to show but an empty experiment. */
  async checkEmpty(data: ConnectionData, list: ExperimentList): Promise<boolean> {
    const empty = await data.isEmpty(list);
    if (data === this.known?.data) {
      this.empty = empty;
      this.emitter.fire({ kind: 'contexts' });
    }
    return empty;
  }

  /** Where branches below runs are read from. */
  get branchSource(): BranchSource | undefined {
    const data = this.connection;
    return data === undefined ? undefined : { reader: data.reader, cache: data.branches };
  }

  get options(): ViewOptions {
    return this.viewOptions;
  }

  setOptions(change: Partial<ViewOptions>): void {
    const before = this.viewOptions;
    this.viewOptions = { ...before, ...change };
    if (before.search !== this.viewOptions.search) {
      this.known?.data.restartSearch();
    }
    if (before.showDeleted !== this.viewOptions.showDeleted) {
      this.known?.data.restart();
    }
    this.redrawAll();
  }

  /** Fetches everything that is visible anew; what is there stays in sight until then. */
  refresh(): void {
    this.known?.data.invalidate();
    this.redrawAll();
  }

  redrawAll(): void {
    this.emitter.fire({ kind: 'all' });
  }

  redrawExperiment(experimentId: string): void {
    const entry = this.known?.data.loadedExperiments?.get(experimentId);
    if (entry !== undefined) {
      this.emitter.fire({ kind: 'experiment', entry });
    }
  }

  redrawRuns(entries: readonly RunEntry[]): void {
    if (entries.length > 0) {
      this.emitter.fire({ kind: 'runs', entries });
    }
  }

  /** Shows the current states of runs wherever they are loaded, their parents' figures too. */
  updateRuns(runs: readonly Run[]): void {
    const data = this.known?.data;
    for (const [experimentId, { changed, structure }] of data?.updateRuns(runs) ?? []) {
      for (const { run } of changed.filter((entry) => entry.run.status !== 'RUNNING')) {
        data?.branches.invalidate(`${run.runId}/`);
      }
      if (structure) {
        void this.adoptNewRuns(experimentId);
      } else {
        const tree = data?.loadedRuns(experimentId)?.tree;
        const parents = changed.flatMap(({ run }) => tree?.parent(run.runId) ?? []);
        this.redrawRuns([...new Set([...changed, ...parents])]);
      }
    }
  }

  /** Takes runs away that the server no longer gives. */
  removeRuns(experimentId: string, runIds: readonly string[]): void {
    this.known?.data.loadedRuns(experimentId)?.remove(runIds);
    this.redrawExperiment(experimentId);
  }

  /** Loads aliases beside what is shown, and draws the runs that have them. */
  async showAliases(): Promise<void> {
    const data = this.connection;
    try {
      const changed = new Set(await data?.loadAliases());
      const entries = data?.allLoadedRuns.flatMap((runs) => [...changed].flatMap((id) => runs.tree.get(id) ?? []));
      this.redrawRuns(entries ?? []);
    } catch (error) {
      this.log.warn(`Reading aliases failed: ${String(error)}`);
    }
  }

  dispose(): void {
    this.known?.data.cancel();
    this.parts.dispose();
  }

  /** What the server says of itself while it does not answer changes often; the tree only when there is other data to show. */
  private follow(state: ConnectionState): void {
    const before = this.followed;
    this.followed = state;
    if (state.kind === 'connected') {
      this.connect(state.info, state);
    }
    const recovered = isStale(before) && !isStale(state);
    if (recovered) {
      this.known?.data.invalidate();
    }
    this.emitter.fire(recovered || !isSameSource(before, state) ? { kind: 'all' } : { kind: 'contexts' });
  }

  private connect(info: ConnectionInfo, { store }: Extract<ConnectionState, { kind: 'connected' }>): void {
    if (this.known?.info.id !== info.id) {
      this.known?.data.cancel();
      this.empty = false;
      this.viewOptions = { ...this.viewOptions, search: '' };
      const choices = new Choices(info.id, this.memory.everywhere, this.memory.workspace);
      this.known = { info, data: new ConnectionData(store, choices, () => this.viewOptions) };
    } else if (this.known.data.reader !== store) {
      this.known.data.cancel();
      this.known.data.reader = store;
      this.known.data.invalidate();
    }
  }

  private apply(change: StoreChange): void {
    switch (change.kind) {
      case 'everything':
        this.refresh();
        break;
      case 'experiments':
        this.known?.data.invalidateExperiments();
        if (change.experimentId !== undefined) {
          this.known?.data.invalidateRuns(change.experimentId);
        }
        this.redrawAll();
        break;
      case 'models':
        this.known?.data.invalidateAliases();
        void this.showAliases();
        break;
      case 'runs':
        void this.applyRuns(change.experimentId, change.runIds);
        break;
    }
  }

  private async applyRuns(experimentId: string, runIds: readonly string[] | undefined): Promise<void> {
    const data = this.known?.data;
    const loaded = data?.loadedRuns(experimentId);
    if (data === undefined || loaded === undefined) {
      return;
    }
    for (const runId of runIds ?? []) {
      data.branches.invalidate(`${runId}/`);
    }
    if (
      runIds?.every((runId) => loaded.tree.get(runId) !== undefined) === true &&
      (await this.renew(data, experimentId, runIds))
    ) {
      return;
    }
    data.invalidateRuns(experimentId);
    this.redrawExperiment(experimentId);
  }

  /** Renews known runs in one request; false where that failed. */
  private async renew(data: ConnectionData, experimentId: string, runIds: readonly string[]): Promise<boolean> {
    try {
      const runs = await data.reader.refreshRuns([experimentId], runIds);
      const visible = runs.filter((run) => this.viewOptions.showDeleted || run.lifecycleStage === 'active');
      const ids = new Set(visible.map((run) => run.runId));
      const gone = runIds.filter((runId) => !ids.has(runId));
      this.updateRuns(visible);
      if (gone.length > 0) {
        this.removeRuns(experimentId, gone);
      }
      return true;
    } catch (error) {
      this.log.warn(`Refreshing ${String(runIds.length)} runs failed: ${String(error)}`);
      return false;
    }
  }

  private async adoptNewRuns(experimentId: string): Promise<void> {
    try {
      await this.known?.data.loadedRuns(experimentId)?.loadParents();
    } catch (error) {
      this.log.warn(`Loading parents failed: ${String(error)}`);
    }
    this.redrawExperiment(experimentId);
  }
}

function isStale(state: ConnectionState): boolean {
  return state.kind === 'connected' && state.stale !== undefined;
}

/** Whether both states show the same data. */
function isSameSource(a: ConnectionState, b: ConnectionState): boolean {
  if (a.kind !== 'connected' || b.kind !== 'connected') {
    return a.kind === b.kind && a.kind !== 'connected';
  }
  return a.store === b.store && a.info.id === b.info.id;
}
