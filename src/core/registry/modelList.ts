import { nameContains, nameFilter } from '../explorer/experimentSearch';
import { PagedSearch } from '../explorer/pagedSearch';
import { SharedLoad } from '../explorer/sharedLoad';
import type { RegisteredModel } from '../mlflow/entities';
import type { TrackingReader } from '../store/trackingStore';

/** A registered model's place in the tree; the same object while the list is the same. */
export interface ModelEntry {
  readonly kind: 'registeredModel';
  model: RegisteredModel;
}

// A model comes with its newest version of each stage and all aliases: pages stay small.
const PAGE = 200;

/** The registered models whose name contains a text, by name, as far as they are loaded. */
export class ModelList {
  private readonly entries = new Map<string, ModelEntry>();
  private readonly pages: PagedSearch<RegisteredModel>;
  private readonly loading = new SharedLoad();
  private loaded = false;

  constructor(
    reader: TrackingReader,
    /** Empty for all. */
    readonly search: string,
  ) {
    this.pages = new PagedSearch(
      (maxResults, pageToken, signal) =>
        reader.searchRegisteredModels(
          {
            ...(search === '' ? {} : { filter: nameFilter(search) }),
            orderBy: ['name ASC'],
            maxResults,
            ...(pageToken === undefined ? {} : { pageToken }),
          },
          signal,
        ),
      (model) => model.name,
    );
  }

  get all(): readonly ModelEntry[] {
    return [...this.entries.values()];
  }

  get isLoaded(): boolean {
    return this.loaded;
  }

  get hasMore(): boolean {
    return this.pages.hasMore;
  }

  get(name: string): ModelEntry | undefined {
    return this.entries.get(name);
  }

  /** The first page, once; and so many more that at least `count` models are there, where the server has them. */
  async load(count = 0): Promise<void> {
    if (!this.loaded) {
      await this.loadMore();
      while (this.hasMore && this.entries.size < count) {
        await this.loadMore();
      }
      this.loaded = true;
    }
  }

  async loadMore(): Promise<void> {
    await this.loading.run(async (signal) => {
      for (const model of await this.pages.next(signal, PAGE)) {
        if (nameContains(model.name, this.search)) {
          this.entries.set(model.name, { kind: 'registeredModel', model });
        }
      }
    });
  }

  cancel(): void {
    this.loading.cancel();
  }
}
