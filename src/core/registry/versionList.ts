import { PagedSearch } from '../explorer/pagedSearch';
import { SharedLoad } from '../explorer/sharedLoad';
import type { ModelVersion, RegisteredModel } from '../mlflow/entities';
import type { TrackingReader } from '../store/trackingStore';
import { versionsFilter } from './modelNames';

const PAGE = 100;

/** The versions of one registered model, newest first and with their aliases, as far as they are loaded. */
export class VersionList {
  private readonly versions: ModelVersion[] = [];
  private readonly pages: PagedSearch<ModelVersion>;
  private readonly loading = new SharedLoad();
  private current: RegisteredModel | undefined;

  constructor(
    private readonly reader: TrackingReader,
    readonly name: string,
  ) {
    this.pages = new PagedSearch(
      (maxResults, pageToken, signal) =>
        reader.searchModelVersions(
          {
            filter: versionsFilter(name),
            orderBy: ['version_number DESC'],
            maxResults,
            ...(pageToken === undefined ? {} : { pageToken }),
          },
          signal,
        ),
      (version) => JSON.stringify([version.name, version.version]),
    );
  }

  get isLoaded(): boolean {
    return this.current !== undefined;
  }

  get hasMore(): boolean {
    return this.pages.hasMore;
  }

  get count(): number {
    return this.versions.length;
  }

  /** The model as it was when its versions were loaded. */
  get model(): RegisteredModel | undefined {
    return this.current;
  }

  get all(): readonly ModelVersion[] {
    return this.versions;
  }

  /** The first page, once; and so many more that at least `count` versions are there, where the server has them. */
  async load(count = 0): Promise<void> {
    if (this.current === undefined) {
      await this.loading.run(async (signal) => {
        // Searches leave aliases out: the model has them.
        const [model] = await Promise.all([this.reader.getRegisteredModel(this.name, signal), this.nextPage(signal)]);
        while (this.hasMore && this.count < count) {
          await this.nextPage(signal);
        }
        this.joinAliases(model);
        this.current = model;
      });
    }
  }

  async loadMore(): Promise<void> {
    await this.loading.run(async (signal) => {
      await this.nextPage(signal);
      this.joinAliases(this.current);
    });
  }

  cancel(): void {
    this.loading.cancel();
  }

  private async nextPage(signal: AbortSignal): Promise<void> {
    const page = await this.pages.next(signal, PAGE);
    this.versions.push(...page.filter((version) => version.name === this.name));
  }

  private joinAliases(model: RegisteredModel | undefined): void {
    for (const [index, version] of this.versions.entries()) {
      this.versions[index] = { ...version, aliases: aliasesOf(model, version.version) };
    }
  }
}

function aliasesOf(model: RegisteredModel | undefined, version: string): readonly string[] {
  return (model?.aliases ?? []).filter((alias) => alias.version === version).map(({ alias }) => alias);
}
