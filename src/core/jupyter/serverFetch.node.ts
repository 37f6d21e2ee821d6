import type { Fetch } from '../mlflow/rest/options';

const MAX_BYTES = 20_000_000;
const LIMIT_MS = 60_000;

/**
 * The `fetch` for Jupyter's client: follows no redirect, as a token belongs to one origin, and ends for answers that are too
 * large or take too long.
 */
export function serverFetch(send: Fetch, onError: (error: unknown) => void): (input: RequestInfo) => Promise<Response> {
  return async (input) => {
    try {
      return await fetchBounded(send, new Request(input));
    } catch (error) {
      onError(error);
      throw error;
    }
  };
}

async function fetchBounded(send: Fetch, request: Request): Promise<Response> {
  const body = request.body === null ? {} : { body: await request.text() };
  const response = await send(request.url, {
    ...body,
    method: request.method,
    headers: Object.fromEntries(request.headers),
    redirect: 'manual',
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const bytes = await readBytes(response);
  const empty = bytes.byteLength === 0 || [204, 205, 304].includes(response.status);
  const { status, statusText, headers } = response;
  return new Response(empty ? null : bytes, { status, statusText, headers });
}

async function readBytes(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    size += next.value.byteLength;
    chunks.push(next.value);
    if (size > MAX_BYTES) {
      await reader?.cancel();
      throw new Error('the answer is larger than 20 MB');
    }
  }
  return new Uint8Array(Buffer.concat(chunks));
}
