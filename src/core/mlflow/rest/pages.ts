import { formatCount } from '../../format/number';
import type { Page } from '../entities';
import { MlflowError } from '../errors';

export interface PageLimits {
  /** Pages at most; more of them are an error. */
  readonly pages: number;
  /** Items at most; the rest is left out. */
  readonly items?: number;
}

// What no page needs, and memory still holds.
const MAX_ITEMS = 200_000;

/** What the error tells when a listing does not end. */
export interface Listing {
  readonly action: string;
  readonly url: string;
}

/**
 * Reads a listing to its end. Tokens of MLflow are offsets, so an item may come twice when others are created meanwhile: of
 * equal ids the first stays.
 */
export async function readAllPages<T>(
  readPage: (token: string | undefined) => Promise<Page<T>>,
  idOf: ((item: T) => string) | undefined,
  limits: PageLimits,
  listing: Listing,
): Promise<T[]> {
  const maxItems = limits.items ?? Number.POSITIVE_INFINITY;
  const items: T[] = [];
  const ids = new Set<string>();
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const page = await readPage(token);
    for (const item of page.items) {
      if (idOf === undefined || !ids.has(idOf(item))) {
        items.push(item);
        ids.add(idOf?.(item) ?? '');
      }
    }
    checkCount(items.length, limits, listing);
    token = page.nextPageToken;
    checkToken(token, tokens, limits, listing);
  } while (token !== undefined && items.length < maxItems);
  return items.length > maxItems ? items.slice(0, maxItems) : items;
}

function checkCount(count: number, limits: PageLimits, listing: Listing): void {
  if (limits.items === undefined && count > MAX_ITEMS) {
    const many = formatCount(MAX_ITEMS, 'entry', 'entries');
    throw endless(`The list has more than ${many}, which is the limit`, 'too-large', listing);
  }
}

function checkToken(token: string | undefined, seen: Set<string>, limits: PageLimits, listing: Listing): void {
  if (token === undefined) {
    return;
  }
  if (seen.has(token)) {
    throw endless('The server sent the same page token twice', 'bad-json', listing);
  }
  seen.add(token);
  if (seen.size >= limits.pages) {
    throw endless(`The list has more than ${limits.pages} pages, which is the limit`, 'too-large', listing);
  }
}

function endless(what: string, kind: 'bad-json' | 'too-large', listing: Listing): MlflowError {
  const advice =
    kind === 'too-large' ? 'Ask for less: a filter helps.' : 'The server, or what lies between, is broken.';
  return new MlflowError(kind, `Couldn’t ${listing.action}. ${what}. ${advice}`, listing);
}
