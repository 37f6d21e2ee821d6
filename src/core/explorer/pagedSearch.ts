import type { Page } from '../mlflow/entities';

export const FIRST_PAGE = 100;
export const NEXT_PAGE = 1000;

/** Fetches one page; `pageToken` is absent for the first. */
export type FetchPage<T> = (maxResults: number, pageToken: string | undefined, signal: AbortSignal) => Promise<Page<T>>;

/**
 * A search that grows page by page. MLflow's page tokens are offsets, so items that were added meanwhile push others
 * onto the next page: each item is given out once.
 */
export class PagedSearch<T> {
  private readonly ids = new Set<string>();
  private readonly tokens = new Set<string>();
  private token: string | undefined;
  private started = false;

  constructor(
    private readonly fetch: FetchPage<T>,
    private readonly idOf: (item: T) => string,
  ) {}

  /** How many different items came so far. */
  get count(): number {
    return this.ids.size;
  }

  get hasMore(): boolean {
    return !this.started || this.token !== undefined;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /** The items of the next page that no earlier page had. */
  async next(signal: AbortSignal, maxResults = this.started ? NEXT_PAGE : FIRST_PAGE): Promise<readonly T[]> {
    if (!this.hasMore) {
      return [];
    }
    const page = await this.fetch(maxResults, this.token, signal);
    this.started = true;
    this.token = this.unseen(page.nextPageToken);
    return page.items.filter((item) => this.isNew(item));
  }

  // A server that repeats a token would have us ask for ever.
  private unseen(token: string | undefined): string | undefined {
    if (token === undefined || token === '' || this.tokens.has(token)) {
      return undefined;
    }
    this.tokens.add(token);
    return token;
  }

  private isNew(item: T): boolean {
    const id = this.idOf(item);
    const known = this.ids.has(id);
    this.ids.add(id);
    return !known;
  }
}
