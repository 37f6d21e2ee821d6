/** One call of the REST API. */
export interface RestRequest {
  /** What it does, to follow “Couldn’t”: `load runs`. */
  readonly action: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base URL, from its slash on, its segments encoded. */
  readonly path: string;
  /** Undefined values are left out; a list is sent value by value. */
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>>;
  /**
   * A `read` may be repeated, and shared by callers that ask the same; `content` is the bytes of an artifact. A `write` may
   * be repeated only where the server did not process it; an `upsert` is a write that acts once however often it is sent.
   */
  readonly effect: 'read' | 'content' | 'upsert' | 'write';
}

/** The address of a request. */
export function requestUrl(baseUrl: string, request: RestRequest): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const item of Array.isArray(value) ? (value as readonly string[]) : [value]) {
      if (item !== undefined) {
        query.append(name, String(item));
      }
    }
  }
  const text = query.toString();
  return `${baseUrl}${request.path}${text === '' ? '' : `?${text}`}`;
}

/** An address as a log or a message may show it: without user name, password, query and fragment. */
export function publicUrl(url: string): string {
  if (!URL.canParse(url)) {
    return '';
  }
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
