import { baseName } from './artifactName';

/** How the editor can show an artifact: `unknown` means that its first bytes decide between text and binary. */
export type ContentKind = 'text' | 'image' | 'notebook' | 'binary' | 'unknown';

/** Bytes that {@link looksLikeText} wants to see. */
export const SAMPLE_BYTES = 8192;

const KINDS: Readonly<Record<Exclude<ContentKind, 'unknown'>, string>> = {
  text:
    'txt log md json jsonl csv tsv yaml yml toml ini cfg conf py r sh sql xml html htm svg css js ts tex rst diff patch ' +
    'env mlproject mlmodel',
  image: 'png jpg jpeg jpe gif bmp ico webp avif',
  notebook: 'ipynb',
  binary:
    'pkl pickle joblib pt pth ckpt bin onnx h5 hdf5 keras pb safetensors npy npz parquet arrow feather zip gz tgz bz2 xz ' +
    '7z tar whl jar so dll exe pdf mp3 mp4 wav ogg webm db sqlite cbm ubj',
};

const BY_EXTENSION: ReadonlyMap<string, ContentKind> = new Map(
  Object.entries(KINDS).flatMap(([kind, names]) =>
    names.split(' ').map((name) => [name, kind as ContentKind] as const),
  ),
);

/** Told from the name: the extension, or the whole name where there is none (`MLmodel`). */
export function kindOfName(path: string): ContentKind {
  const name = baseName(path).toLowerCase();
  return BY_EXTENSION.get(name.slice(name.lastIndexOf('.') + 1)) ?? 'unknown';
}

/** Told from the first bytes of a file: UTF-8, or UTF-16 with its mark, and no NUL. `complete` when there are no more. */
export function looksLikeText(sample: Uint8Array, complete: boolean): boolean {
  if (hasUtf16Mark(sample)) {
    return true;
  }
  if (sample.includes(0)) {
    return false;
  }
  try {
    // A character that is cut at the end of the sample is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: !complete });
    return true;
  } catch {
    return false;
  }
}

function hasUtf16Mark(sample: Uint8Array): boolean {
  const [first, second] = sample;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
