import type { Experiment } from '../mlflow/entities';
import type { TrackingReader } from '../store/trackingStore';
import { nameContains, nameFilter } from './experimentSearch';
import { NEXT_PAGE, PagedSearch } from './pagedSearch';
import { SharedLoad } from './sharedLoad';

/** An experiment's place in the tree; the same object while the list is the same. */
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
    const known = this.entries.get(experiment.experimentId);
    if (known !== undefined) {
      known.experiment = experiment;
      return known;
    }
    const entry: ExperimentEntry = { kind: 'experiment', experiment };
    this.entries.set(experiment.experimentId, entry);
    return entry;
  }

  cancel(): void {
    this.loading.cancel();
  }
}
