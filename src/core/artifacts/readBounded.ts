import type { ArtifactContent } from '../store/trackingStore';

/** The whole of a download, or `too-large` when it has more than `limit` bytes, whatever size the server announced. */
export async function readBounded(
  content: ArtifactContent,
  limit: number,
  onProgress?: (bytes: number) => void,
): Promise<Uint8Array | 'too-large'> {
  if (content.size !== undefined && content.size > limit) {
    await content.stream.cancel();
    return 'too-large';
  }
  const { chunks, bytes } = await collect(content, limit, onProgress);
  return bytes > limit ? 'too-large' : join(chunks, bytes);
}

/** The first bytes of a download, at most `limit`; the rest is not transferred. */
export async function readStart(content: ArtifactContent, limit: number): Promise<Uint8Array> {
  const { chunks, bytes } = await collect(content, limit - 1);
  return join(chunks, bytes).subarray(0, limit);
}

interface Collected {
  readonly chunks: readonly Uint8Array[];
  readonly bytes: number;
}

/** Reads to the end, or until there are more than `limit` bytes. */
async function collect(
  { stream }: ArtifactContent,
  limit: number,
  onProgress?: (bytes: number) => void,
): Promise<Collected> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels the stream.
  for await (const chunk of stream) {
    bytes += chunk.byteLength;
    chunks.push(chunk);
    if (bytes > limit) {
      break;
    }
    onProgress?.(bytes);
  }
  return { chunks, bytes };
}

function join(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
