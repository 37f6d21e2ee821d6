import { formatBytes } from '../../format/number';
import { Failure } from './failure';
import { JsonScan } from './jsonScan';
import type { Limits } from './options';
import type { Watch } from './watch';

const START_BYTES = 64 * 1024;

/** The first bytes of a body as text, enough for an error's message; the rest is not read. */
export async function readStart(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined && size < START_BYTES) {
    const { done, value } = await reader.read();
    if (done) {
      return decode(chunks);
    }
    chunks.push(value);
    size += value.byteLength;
  }
  await reader?.cancel();
  return decode(chunks);
}

/** Reads a JSON body as text within the limits; throws a {@link Failure} past one of them. */
export async function readJsonText(response: Response, watch: Watch, limits: Limits): Promise<ReadText> {
  const chunks: Uint8Array[] = [];
  const scan = new JsonScan(limits.jsonDepth);
  const deadline = Date.now() + limits.replyMs;
  let size = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined) {
    watch.expect(Math.max(1, Math.min(limits.attemptMs, deadline - Date.now())));
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    size += value.byteLength;
    chunks.push(value);
    const problem = size > limits.jsonBytes ? tooLarge(limits) : scan.accepts(value) ? undefined : tooDeep(limits);
    if (problem !== undefined) {
      await reader.cancel();
      throw problem;
    }
  }
  watch.relax();
  checkLength(response, size);
  return { text: decode(chunks), bytes: size };
}

export interface ReadText {
  readonly text: string;
  readonly bytes: number;
}

/** The length that the headers promise for the bytes that arrive, where they do. */
export function promisedLength({ headers }: Response): number | undefined {
  const length = headers.get('content-length');
  const encoded = (headers.get('content-encoding') ?? 'identity') !== 'identity';
  return length === null || encoded || !/^\d+$/u.test(length) ? undefined : Number(length);
}

/** Throws when a body has ended before, or after, the length that its headers promised. */
export function checkLength(response: Response, received: number): void {
  const promised = promisedLength(response);
  if (promised !== undefined && promised !== received) {
    const what = `The answer broke off after ${formatBytes(received)} of ${formatBytes(promised)}`;
    throw new Failure('network', what, 'Check the network, or try again.');
  }
}

function tooLarge({ jsonBytes }: Limits): Failure {
  const what = `The answer is larger than ${formatBytes(jsonBytes)}, which is the limit`;
  return new Failure('too-large', what, 'Ask for less at once: a filter, or fewer rows a page.');
}

function tooDeep({ jsonDepth }: Limits): Failure {
  const what = `The answer nests deeper than ${jsonDepth} levels, which no answer of MLflow does`;
  return new Failure('bad-json', what, 'Check that the address leads to an MLflow server.');
}

function decode(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  const parts = chunks.map((chunk) => decoder.decode(chunk, { stream: true }));
  return parts.join('') + decoder.decode();
}
