import { BranchCache } from '../../core/explorer/branchCache';
import { ExperimentList, type ExperimentEntry, type ExperimentListQuery } from '../../core/explorer/experimentList';
import { ExperimentRuns, type RunUpdateResult } from '../../core/explorer/experimentRuns';
import { loadRunAliases, type RunAliases } from '../../core/explorer/runAliases';
import { SharedLoad } from '../../core/explorer/sharedLoad';
import type { Experiment, Run } from '../../core/mlflow/entities';
import type { TrackingReader } from '../../core/store/trackingStore';
import type { Choices } from './choices';
import { RefreshedValue } from '../../core/explorer/refreshedValue';

/** Switches of the whole view. */
export interface ViewOptions extends ExperimentListQuery {
  readonly showHidden: boolean;
}

/** All that the explorer has loaded over one connection. */
export class ConnectionData {
  readonly branches = new BranchCache();
  private readonly allExperiments: RefreshedValue<ExperimentList>;
  private readonly foundExperiments: RefreshedValue<ExperimentList>;
  private readonly runLists = new Map<string, RefreshedValue<ExperimentRuns>>();
  private readonly defaultMetrics = new Map<string, string>();
  private readonly aliasLoad = new SharedLoad();
  private aliasesByRun: RunAliases = new Map();
  private aliasesWanted = true;

  constructor(
    public reader: TrackingReader,
    readonly choices: Choices,
    private readonly options: () => ViewOptions,
  ) {
    const entries = new Map<string, ExperimentEntry>();
    const listOf = (query: ExperimentListQuery): ExperimentList => new ExperimentList(this.reader, query, entries);
    this.allExperiments = experimentValue(() => listOf({ ...this.options(), search: '' }));
    this.foundExperiments = experimentValue(() => listOf(this.options()));
  }

  /** The experiments that the view shows, loaded: those that the search finds. */
  experiments(): Promise<ExperimentList> {
    return this.shownExperiments.get();
  }

  /** All experiments, whatever is searched for. */
  everyExperiment(): Promise<ExperimentList> {
    return this.allExperiments.get();
  }

  get loadedExperiments(): ExperimentList | undefined {
    return this.shownExperiments.loaded;
  }

  /** Whether there is no run, and no experiment but the one that MLflow makes by itself. */
  async isEmpty(list: ExperimentList): Promise<boolean> {
    const experiments = [...list.all].map(({ experiment }) => experiment);
    if (list.query.search !== '' || list.hasMore || experiments.some(({ experimentId }) => experimentId !== '0')) {
      return false;
    }
    const experimentIds = experiments.map(({ experimentId }) => experimentId);
    return (
      experimentIds.length === 0 ||
      this.branches.get('isEmpty', async (signal) => {
        const page = await this.reader.searchRuns({ experimentIds, maxResults: 1, view: 'ALL' }, signal);
        return page.items.length === 0;
      })
    );
  }

  /** A loaded experiment, whether the search finds it or not. */
  experiment(experimentId: string): Experiment | undefined {
    const entry = this.loadedExperiments?.get(experimentId) ?? this.allExperiments.loaded?.get(experimentId);
    return entry?.experiment;
  }

  /** The experiment's runs, the first page at least. */
  runs(experimentId: string): Promise<ExperimentRuns> {
    return this.runSlot(experimentId).get();
  }

  loadedRuns(experimentId: string): ExperimentRuns | undefined {
    return this.runLists.get(experimentId)?.loaded;
  }

  /** The metric to show where nobody chose one. It stays what it was first, so that a filter does not change its meaning. */
  defaultMetric(experimentId: string): string | undefined {
    const metric = this.defaultMetrics.get(experimentId) ?? this.loadedRuns(experimentId)?.defaultMetric;
    if (metric !== undefined) {
      this.defaultMetrics.set(experimentId, metric);
    }
    return metric;
  }

  get allLoadedRuns(): readonly ExperimentRuns[] {
    return [...this.runLists.values()].flatMap((slot) => slot.loaded ?? []);
  }

  /** Why the last refresh of the experiment's runs failed, while older ones are shown. */
  runsProblem(experimentId: string): unknown {
    return this.runLists.get(experimentId)?.problem;
  }

  /** Why the last refresh of the experiments failed, while older ones are shown. */
  get experimentsProblem(): unknown {
    return this.shownExperiments.problem;
  }

  /** All that is asked for from now on is fetched again; what is there stays until then. */
  invalidate(): void {
    this.invalidateExperiments();
    for (const slot of this.runLists.values()) {
      slot.invalidate();
    }
    this.branches.invalidate();
    this.aliasesWanted = true;
  }

  invalidateExperiments(): void {
    this.allExperiments.invalidate();
    this.foundExperiments.invalidate();
  }

  invalidateRuns(experimentId: string): void {
    this.runLists.get(experimentId)?.invalidate();
  }

  invalidateAliases(): void {
    this.aliasesWanted = true;
  }

  /** Another text is searched for. */
  restartSearch(): void {
    this.foundExperiments.restart();
  }

  /** Another filter or sort: the runs start anew. */
  restartRuns(experimentId: string): void {
    this.runLists.get(experimentId)?.restart();
  }

  /** Deleted ones come or go. */
  restart(): void {
    this.allExperiments.restart();
    this.foundExperiments.restart();
    for (const slot of this.runLists.values()) {
      slot.restart();
    }
  }

  /** Takes over the current states of runs wherever they are loaded. */
  updateRuns(runs: readonly Run[]): ReadonlyMap<string, RunUpdateResult> {
    const results = new Map<string, RunUpdateResult>();
    for (const loaded of this.allLoadedRuns) {
      const own = runs.filter((run) => run.experimentId === loaded.experimentId);
      if (own.length > 0) {
        results.set(loaded.experimentId, loaded.update(own));
      }
    }
    return results;
  }

  aliases(runId: string): readonly string[] {
    return this.aliasesByRun.get(runId) ?? [];
  }

  /** Loads the aliases where they are not up to date; resolves to the runs whose aliases changed. */
  async loadAliases(): Promise<readonly string[]> {
    if (!this.aliasesWanted) {
      return [];
    }
    this.aliasesWanted = false;
    const before = this.aliasesByRun;
    await this.aliasLoad.run(async (signal) => {
      this.aliasesByRun = await loadRunAliases(this.reader, signal);
    });
    const ids = new Set([...before.keys(), ...this.aliasesByRun.keys()]);
    return [...ids].filter((id) => this.aliases(id).join() !== (before.get(id) ?? []).join());
  }

  cancel(): void {
    this.allExperiments.cancel();
    this.foundExperiments.cancel();
    for (const slot of this.runLists.values()) {
      slot.cancel();
    }
    this.branches.cancel();
    this.aliasLoad.cancel();
  }

  private get shownExperiments(): RefreshedValue<ExperimentList> {
    return this.options().search === '' ? this.allExperiments : this.foundExperiments;
  }

  private runSlot(experimentId: string): RefreshedValue<ExperimentRuns> {
    let slot = this.runLists.get(experimentId);
    if (slot === undefined) {
      slot = new RefreshedValue(
        () => this.newRuns(experimentId),
        (runs, old) => (old === undefined ? runs.load() : runs.loadAtLeast(old.count)),
      );
      this.runLists.set(experimentId, slot);
    }
    return slot;
  }

  private newRuns(experimentId: string): ExperimentRuns {
    const { filter, sort } = this.choices.runList(experimentId);
    const query = { filter, sort, showDeleted: this.options().showDeleted };
    return new ExperimentRuns(this.reader, experimentId, query, () => this.choices.pinnedRuns(experimentId));
  }
}

function experimentValue(make: () => ExperimentList): RefreshedValue<ExperimentList> {
  return new RefreshedValue(make, (list) => list.load());
}
