import type { ArtifactEntry } from '../mlflow/entities';

/** One folder's entries, in the order in which they are shown. */
export interface ArtifactListing {
  readonly entries: readonly ArtifactEntry[];
  /** How many the server gave whose path is not one of this folder; they are not shown. */
  readonly foreign: number;
}

const BY_NAME = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Folders first, by name; each path once, and only those that lie directly in the folder. */
export function arrangeArtifacts(folder: string, listed: readonly ArtifactEntry[]): ArtifactListing {
  const prefix = folder === '' ? '' : `${folder}/`;
  const own = new Map<string, ArtifactEntry>();
  let foreign = 0;
  for (const entry of listed) {
    if (isDirectlyIn(prefix, entry.path)) {
      own.set(entry.path, entry);
    } else {
      foreign += 1;
    }
  }
  const entries = [...own.values()].sort(
    (a, b) => Number(b.isDirectory) - Number(a.isDirectory) || BY_NAME.compare(a.path, b.path),
  );
  return { entries, foreign };
}

function isDirectlyIn(prefix: string, path: string): boolean {
  const name = path.slice(prefix.length);
  return path.startsWith(prefix) && name !== '' && name !== '.' && name !== '..' && !name.includes('/');
}

/** The last part of an artifact's path. */
export function artifactName(entry: ArtifactEntry): string {
  return entry.path.slice(entry.path.lastIndexOf('/') + 1);
}
