import type { Page, Run } from '../mlflow/entities';
import { isCancelled } from '../mlflow/errors';
import type { TrackingReader, ViewType } from '../store/trackingStore';
import { FIRST_PAGE, NEXT_PAGE, PagedSearch } from './pagedSearch';
import { childFilter } from './runFilter';
import { orderBy, type RunSort } from './runOrder';
import { commonestMetric } from './metricGroups';
import { isSameRun } from './runChanges';
import { RunTree, type RunEntry } from './runTree';
import { SharedLoad } from './sharedLoad';

/** What is asked for; another query is another ExperimentRuns. */
export interface RunListQuery {
  /** MLflow's grammar; empty for all runs. */
  readonly filter: string;
  readonly sort: RunSort;
  readonly showDeleted: boolean;
}

/** What an update did: entries to draw anew, and whether rows came or went. */
export interface RunUpdateResult {
  readonly changed: readonly RunEntry[];
  readonly structure: boolean;
}

// A longer chain of parents is not a person's.
const MAX_ANCESTOR_LEVELS = 64;

/** The runs of one experiment that match a query, as far as they are loaded. */
export class ExperimentRuns {
  readonly tree: RunTree;
  private readonly pages: PagedSearch<Run>;
  private readonly childPages = new Map<string, PagedSearch<Run>>();
  private readonly loads = new Map<string, SharedLoad>();
  /** Runs that match the query, as opposed to ancestors that are loaded only to hold them. */
  private readonly matching = new Set<string>();
  /** Parents that the server did not give: deleted, or of another experiment. Their children are shown at the top. */
  private readonly absent = new Set<string>();
  private loaded = false;
  private commonest: string | undefined;

  constructor(
    private readonly reader: TrackingReader,
    readonly experimentId: string,
    readonly query: RunListQuery,
    private readonly pinned: () => ReadonlySet<string>,
  ) {
    this.tree = new RunTree(experimentId, query.sort, (runId) => pinned().has(runId));
    this.pages = this.search(query.filter);
  }

  get isLoaded(): boolean {
    return this.loaded;
  }

  /** How many runs match, as far as is known; exact when {@link hasMore} is false. */
  get count(): number {
    return this.matching.size;
  }

  get hasMore(): boolean {
    return this.pages.hasMore;
  }

  /** The metric to show where nobody chose one. */
  get defaultMetric(): string | undefined {
    return this.commonest;
  }

  get runningCount(): number {
    let count = 0;
    for (const { run } of this.tree.all) {
      count += run.status === 'RUNNING' && run.lifecycleStage === 'active' ? 1 : 0;
    }
    return count;
  }

  /** The first page, once; with it the parents and pinned runs that are not on it. */
  async load(): Promise<void> {
    if (!this.loaded) {
      await this.sharedLoad('page').run(async (signal) => {
        const [page, pinned] = await Promise.all([this.pages.next(signal, FIRST_PAGE), this.fetchPinned(signal)]);
        this.putMatching([...page, ...pinned]);
        await this.loadAncestors(signal);
        this.loaded = true;
      });
    }
  }

  async loadMore(): Promise<void> {
    await this.sharedLoad('page').run(async (signal) => {
      this.putMatching(await this.pages.next(signal));
      await this.loadAncestors(signal);
    });
  }

  /** Loads until at least `count` runs are there: a refresh shows as many as before. */
  async loadAtLeast(count: number): Promise<void> {
    await this.load();
    while (this.pages.hasMore && this.pages.count < count) {
      await this.loadMore();
    }
  }

  /** Whether every child of the run that matches is loaded. */
  hasAllChildren(runId: string): boolean {
    const search = this.childPages.get(runId);
    return (this.loaded && !this.pages.hasMore) || (search !== undefined && !search.hasMore);
  }

  /** Whether the children of the run were asked for, and there are more of them. */
  hasMoreChildren(runId: string): boolean {
    return this.childPages.has(runId) && !this.hasAllChildren(runId);
  }

  /** The first page of the run's children, once; resolves to whether rows came. */
  async loadChildren(runId: string): Promise<boolean> {
    const before = this.tree.size;
    if (!this.hasAllChildren(runId) && !this.childPages.has(runId)) {
      await this.nextChildren(runId, FIRST_PAGE);
    }
    return this.tree.size !== before;
  }

  async loadMoreChildren(runId: string): Promise<void> {
    await this.nextChildren(runId, NEXT_PAGE);
  }

  /** Puts a run of this experiment into the tree although no page had it, with its parents. */
  async include(run: Run): Promise<RunEntry | undefined> {
    const entry = this.tree.put(run);
    await this.loadParents();
    return entry;
  }

  /** Fetches the parents that loaded runs name and that are not loaded. */
  async loadParents(): Promise<void> {
    await this.sharedLoad('parents').run((signal) => this.loadAncestors(signal));
  }

  /** Takes over the current state of runs. New ones are added only where no filter could exclude them. */
  update(runs: readonly Run[]): RunUpdateResult {
    const changed: RunEntry[] = [];
    const sizeBefore = this.tree.size;
    for (const run of runs) {
      const known = this.tree.get(run.runId);
      if (known === undefined && this.accepts(run)) {
        this.putMatching([run]);
      } else if (known !== undefined && !isSameRun(known.run, run)) {
        this.tree.put(run);
        changed.push(known);
      }
    }
    return { changed, structure: this.tree.size !== sizeBefore };
  }

  /** Forgets runs that were deleted elsewhere. */
  remove(runIds: readonly string[]): void {
    for (const runId of runIds) {
      this.tree.remove(runId);
      this.matching.delete(runId);
    }
  }

  cancel(): void {
    for (const load of this.loads.values()) {
      load.cancel();
    }
  }

  private accepts(run: Run): boolean {
    return this.loaded && this.query.filter === '' && run.experimentId === this.experimentId;
  }

  private sharedLoad(key: string): SharedLoad {
    let load = this.loads.get(key);
    if (load === undefined) {
      load = new SharedLoad();
      this.loads.set(key, load);
    }
    return load;
  }

  private async nextChildren(runId: string, maxResults: number): Promise<void> {
    const filter = childFilter(runId, this.query.filter);
    if (filter === undefined) {
      return;
    }
    const search = this.childPages.get(runId) ?? this.search(filter);
    await this.sharedLoad(`children ${runId}`).run(async (signal) => {
      this.putMatching(await search.next(signal, maxResults));
      this.childPages.set(runId, search);
    });
  }

  private search(filter: string): PagedSearch<Run> {
    return new PagedSearch(
      (maxResults, pageToken, signal): Promise<Page<Run>> =>
        this.reader.searchRuns(
          {
            experimentIds: [this.experimentId],
            ...(filter === '' ? {} : { filter }),
            orderBy: orderBy(this.query.sort),
            maxResults,
            ...(pageToken === undefined ? {} : { pageToken }),
            view: this.view,
          },
          signal,
        ),
      (run) => run.runId,
    );
  }

  private get view(): ViewType {
    return this.query.showDeleted ? 'ALL' : 'ACTIVE_ONLY';
  }

  private putMatching(runs: readonly Run[]): void {
    for (const run of runs) {
      if (this.tree.put(run) !== undefined) {
        this.matching.add(run.runId);
      }
    }
    this.commonest ??= commonestMetric(runs);
    this.tree.rearrange();
  }

  // Beside the first page, so that it costs no time of its own. Under a filter a pinned run must match like any other.
  private async fetchPinned(signal: AbortSignal): Promise<readonly Run[]> {
    const pinned = this.pinned();
    return pinned.size === 0 || this.query.filter !== '' ? [] : this.fetchKnown([...pinned], signal);
  }

  private async loadAncestors(signal: AbortSignal): Promise<void> {
    for (let level = 0; level < MAX_ANCESTOR_LEVELS; level += 1) {
      const wanted = [...this.tree.missingParents()].filter((id) => !this.absent.has(id));
      if (wanted.length === 0) {
        return;
      }
      for (const id of wanted) {
        this.absent.add(id);
      }
      for (const run of await this.fetchKnown(wanted, signal)) {
        this.tree.put(run);
      }
    }
  }

  // Without them the list is still complete, only flatter: so a failure here does not fail the list.
  private async fetchKnown(runIds: readonly string[], signal: AbortSignal): Promise<readonly Run[]> {
    try {
      const runs = await this.reader.refreshRuns([this.experimentId], runIds, signal);
      return runs.filter((run) => this.query.showDeleted || run.lifecycleStage === 'active');
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      return [];
    }
  }
}
