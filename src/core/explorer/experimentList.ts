import type { Experiment } from '../mlflow/entities';
import type { TrackingReader } from '../store/trackingStore';
import { nameContains, nameFilter } from './experimentSearch';
import { NEXT_PAGE, PagedSearch } from './pagedSearch';
import { SharedLoad } from './sharedLoad';

/** An experiment's place in the tree. It stays the same object when a list is read again: a tree redraws only what it knows. */
export interface ExperimentEntry {
  readonly kind: 'experiment';
  experiment: Experiment;
}

export interface ExperimentListQuery {
  /** Text that the name contains; empty for all. */
  readonly search: string;
  readonly showDeleted: boolean;
}

/** The server's experiments, latest changed first, as far as they are loaded. */
export class ExperimentList {
  private readonly entries = new Map<string, ExperimentEntry>();
  private readonly pages: PagedSearch<Experiment>;
  private readonly loading = new SharedLoad();
  private loaded = false;

  constructor(
    private readonly reader: TrackingReader,
    readonly query: ExperimentListQuery,
    /** The entries that other lists of this server have given out. */
    private readonly known: Map<string, ExperimentEntry> = new Map(),
  ) {
    this.pages = new PagedSearch(
      (maxResults, pageToken, signal) =>
        this.reader.searchExperiments(
          {
            ...(query.search === '' ? {} : { filter: nameFilter(query.search) }),
            orderBy: ['last_update_time DESC'],
            maxResults,
            ...(pageToken === undefined ? {} : { pageToken }),
            view: query.showDeleted ? 'ALL' : 'ACTIVE_ONLY',
          },
          signal,
        ),
      (experiment) => experiment.experimentId,
    );
  }

  get all(): Iterable<ExperimentEntry> {
    return this.entries.values();
  }

  get isLoaded(): boolean {
    return this.loaded;
  }

  get hasMore(): boolean {
    return this.pages.hasMore;
  }

  get(experimentId: string): ExperimentEntry | undefined {
    return this.entries.get(experimentId);
  }

  /** The first page, once. */
  async load(): Promise<void> {
    if (!this.loaded) {
      await this.loadMore();
      this.loaded = true;
    }
  }

  async loadMore(): Promise<void> {
    await this.loading.run(async (signal) => {
      for (const experiment of await this.pages.next(signal, NEXT_PAGE)) {
        if (nameContains(experiment.name, this.query.search)) {
          this.put(experiment);
        }
      }
    });
  }

  /** Adds an experiment that no page had, or replaces what was known of it. */
  put(experiment: Experiment): ExperimentEntry {
    const { experimentId } = experiment;
    const entry: ExperimentEntry = this.known.get(experimentId) ?? { kind: 'experiment', experiment };
    entry.experiment = experiment;
    this.known.set(experimentId, entry);
    this.entries.set(experimentId, entry);
    return entry;
  }

  cancel(): void {
    this.loading.cancel();
  }
}
