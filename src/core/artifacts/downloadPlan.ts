import type { ArtifactEntry } from '../mlflow/entities';
import type { ArtifactRoot } from '../store/trackingStore';
import { artifactReference, parentPath } from './artifactName';
import type { LeftOut } from './artifactTree';

/** What was selected: one file, or a folder with all the files below it. */
export interface DownloadSelection {
  readonly root: ArtifactRoot;
  /** Path of the selected file or folder; empty for all of the run or the model. */
  readonly top: string;
  readonly files: readonly ArtifactEntry[];
  /** Name of a folder to put it into, needed where a run is downloaded as a whole, or several runs at once. */
  readonly folder?: string;
}

/** One file of a plan. */
export interface PlannedFile {
  readonly root: ArtifactRoot;
  readonly path: string;
  readonly size?: number;
  /** Names of the folders below the target folder, and last of the file; each is safe on every platform. */
  readonly target: readonly string[];
}

/** What will be written, and what will not. */
export interface DownloadPlan {
  readonly files: readonly PlannedFile[];
  readonly leftOut: readonly LeftOut[];
  /** Sum of the known sizes. */
  readonly bytes: number;
}

/** Drops what is selected twice, or lies in a folder that is selected too. */
export function withoutNested<T extends { readonly root: ArtifactRoot; readonly path: string }>(
  selected: readonly T[],
): readonly T[] {
  const unique = new Map(selected.map((item) => [placeOf(item), item]));
  return [...unique.values()].filter((item) => !ancestors(item).some((place) => unique.has(place)));
}

/** Tells why a path may not be written to a disk, or undefined when it may. */
export type PathRefusal = (path: string) => string | undefined;

/** Chooses a place for each file; what has no safe place, or one that is taken, is left out. */
export function planDownload(selections: readonly DownloadSelection[], refusal: PathRefusal): DownloadPlan {
  const places = new Places();
  const files: PlannedFile[] = [];
  const leftOut: LeftOut[] = [];
  for (const { file, target, root } of selections.flatMap(targets)) {
    const reason = refusal(target) ?? places.take(target);
    if (reason === undefined) {
      files.push({ root, path: file.path, ...sized(file), target: target.split('/') });
    } else {
      leftOut.push({ path: file.path, reason });
    }
  }
  return { files, leftOut, bytes: files.reduce((sum, { size = 0 }) => sum + size, 0) };
}

/** A name of a folder for a run: characters that file systems refuse are replaced. */
export function folderName(name: string, fallback: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._ -]+/gu, '-')
    .replace(/^[. -]+|[. -]+$/gu, '')
    .slice(0, 80)
    .replace(/[. -]+$/u, '');
  return clean === '' ? fallback : clean;
}

function placeOf({ root, path }: { readonly root: ArtifactRoot; readonly path: string }): string {
  return artifactReference(root, path);
}

function ancestors({ root, path }: { readonly root: ArtifactRoot; readonly path: string }): readonly string[] {
  const places: string[] = [];
  for (let above = path; above !== '';) {
    above = parentPath(above);
    places.push(placeOf({ root, path: above }));
  }
  return places;
}

interface Target {
  readonly root: ArtifactRoot;
  readonly file: ArtifactEntry;
  readonly target: string;
}

function targets(selection: DownloadSelection): readonly Target[] {
  const above = parentPath(selection.top);
  const start = above === '' ? 0 : above.length + 1;
  const folder = selection.folder === undefined ? '' : `${selection.folder}/`;
  return selection.files.map((file) => ({
    root: selection.root,
    file,
    target: folder + file.path.slice(start),
  }));
}

function sized(file: ArtifactEntry): { readonly size?: number } {
  return file.size === undefined ? {} : { size: file.size };
}

/** Places that are taken, as a file system sees them that ignores case and the way in which accents are composed. */
class Places {
  private readonly taken = new Map<string, { readonly path: string; readonly isFile: boolean }>();

  /** Takes a place, or tells why it cannot. */
  take(path: string): string | undefined {
    const parts = path.split('/');
    const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    for (const prefix of prefixes) {
      const other = this.taken.get(fold(prefix));
      const isFile = prefix === path;
      if (other !== undefined && (isFile || other.isFile || other.path !== prefix)) {
        return `has a name that some systems do not tell from “${other.path}”`;
      }
    }
    for (const prefix of prefixes) {
      this.taken.set(fold(prefix), { path: prefix, isFile: prefix === path });
    }
    return undefined;
  }
}

function fold(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase();
}
