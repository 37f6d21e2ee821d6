import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOfName, looksLikeText, SAMPLE_BYTES } from '../../../src/core/artifacts/contentKind';
import { readBounded, readStart } from '../../../src/core/artifacts/readBounded';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function streamOf(chunks: readonly Uint8Array[], onCancel?: () => void): ReadableStream<Uint8Array> {
  const rest = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const chunk = rest.shift();
      if (chunk === undefined) {
        controller.close();
      } else {
        controller.enqueue(chunk);
      }
    },
    cancel: onCancel,
  });
}

describe('the kind of an artifact', () => {
  it.each([
    ['metrics.JSON', 'text'],
    ['model/MLmodel', 'text'],
    ['plots/roc.png', 'image'],
    ['train.ipynb', 'notebook'],
    ['model.pkl', 'binary'],
    ['report.html', 'text'],
    ['constructor', 'unknown'],
    ['data.v2', 'unknown'],
    ['dir.json/data', 'unknown'],
  ])('of %s is %s', (path, kind) => {
    expect(kindOfName(path)).toBe(kind);
  });

  it('is text when a sample of any text is cut anywhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, at) => {
        const all = utf8(text.replaceAll('\0', ''));
        expect(looksLikeText(all, true)).toBe(true);
        expect(looksLikeText(all.subarray(0, at % (all.length + 1)), false)).toBe(true);
      }),
    );
  });

  it('is binary with a NUL or with bytes that no text has', () => {
    expect(looksLikeText(Uint8Array.of(80, 75, 0, 4), true)).toBe(false);
    expect(looksLikeText(Uint8Array.of(0x80, 0x05, 0x95), true)).toBe(false);
    expect(looksLikeText(Uint8Array.of(0x61, 0xc3), true)).toBe(false);
  });

  it('is text for UTF-16 with its mark', () => {
    expect(looksLikeText(Uint8Array.of(0xff, 0xfe, 0x61, 0), true)).toBe(true);
  });
});

describe('a bounded read', () => {
  it('puts the chunks together and reports its way', async () => {
    const seen: number[] = [];
    const content = { size: 5, stream: streamOf([utf8('ab'), utf8('cde')]) };
    expect(await readBounded(content, 5, (bytes) => seen.push(bytes))).toEqual(utf8('abcde'));
    expect(seen).toEqual([2, 5]);
  });

  it('takes nothing of a file that says it is too large', async () => {
    let cancelled = false;
    const stream = streamOf([utf8('abc')], () => (cancelled = true));
    expect(await readBounded({ size: 6, stream }, 5)).toBe('too-large');
    expect(cancelled).toBe(true);
  });

  it('stops a file that says nothing and never ends', async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(utf8('abc'));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    expect(await readBounded({ stream }, 100)).toBe('too-large');
    expect(cancelled).toBe(true);
  });

  it('takes the start of a long file and leaves the rest', async () => {
    let cancelled = false;
    const long = [bytesOf(5000), bytesOf(5000), bytesOf(5000)];
    const start = await readStart({ stream: streamOf(long, () => (cancelled = true)) }, SAMPLE_BYTES);
    expect(start).toHaveLength(SAMPLE_BYTES);
    expect(cancelled).toBe(true);
    expect(await readStart({ stream: streamOf([utf8('ab'), utf8('c')]) }, SAMPLE_BYTES)).toEqual(utf8('abc'));
  });
});

function bytesOf(length: number): Uint8Array {
  return new Uint8Array(length).fill(97);
}
