import * as vscode from 'vscode';
import { kindOfName, looksLikeText, SAMPLE_BYTES, type ContentKind } from '../../core/artifacts/contentKind';
import { readStart } from '../../core/artifacts/readBounded';
import type { ArtifactEntry } from '../../core/mlflow/entities';
import { nameOf, type ArtifactItem } from './artifactItem';
import { tooLargeText } from './artifactReader';
import type { ArtifactSource } from './artifactSource';
import { maxOpenBytes } from './settings';

/** Whether an editor can show an artifact; if not, why, as a sentence. */
export type Editability =
  | { readonly kind: Exclude<ContentKind, 'binary' | 'unknown'> }
  | { readonly kind: 'folder' | 'missing' | 'tooLarge' | 'binary'; readonly why: string };

/** Looks at an artifact's size and name, and at its first bytes where the name does not tell. */
export async function editabilityOf(item: ArtifactItem, source: ArtifactSource): Promise<Editability> {
  const name = nameOf(item);
  const entry = await source.find(item);
  if (entry === undefined) {
    return { kind: 'missing', why: vscode.l10n.t('{0} is not among the artifacts any more. Refresh the view.', name) };
  }
  if (entry.isDirectory) {
    return { kind: 'folder', why: vscode.l10n.t('{0} is a folder.', name) };
  }
  const limit = maxOpenBytes();
  if (entry.size !== undefined && entry.size > limit) {
    return { kind: 'tooLarge', why: tooLargeText(name, entry.size, limit) };
  }
  const byName = kindOfName(item.path);
  const kind = byName === 'unknown' ? await kindOfContent(item, entry, source) : byName;
  if (kind !== 'binary') {
    return { kind };
  }
  return { kind, why: vscode.l10n.t('{0} is a binary file that no editor here shows.', name) };
}

async function kindOfContent(
  item: ArtifactItem,
  { size }: ArtifactEntry,
  source: ArtifactSource,
): Promise<'text' | 'binary'> {
  // A server refuses a range of nothing.
  if (size === 0) {
    return 'text';
  }
  const content = await source.read(item, undefined, { start: 0, end: SAMPLE_BYTES });
  const sample = await readStart(content, SAMPLE_BYTES);
  return looksLikeText(sample, sample.byteLength < SAMPLE_BYTES) ? 'text' : 'binary';
}
