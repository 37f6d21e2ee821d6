import type { ArtifactEntry } from '../mlflow/entities';
import { checkArtifactPath, collidingPaths, describeUnsafePath } from '../mlflow/artifactPath';
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
  /** Names of the folders below the target folder, and last of the file. */
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

/** Chooses a place for each file; what has no safe place, or one that is taken, is left out. */
export function planDownload(selections: readonly DownloadSelection[], windows: boolean): DownloadPlan {
  const wanted = selections.flatMap(targetsOf);
  const colliding = collidingPaths(wanted.map(({ target }) => target));
  const taken = new Set<string>();
  const files: PlannedFile[] = [];
  const leftOut: LeftOut[] = [];
  for (const { root, file, target } of wanted) {
    const reason = refusal(target, windows, colliding.has(target) || taken.has(target));
    if (reason === undefined) {
      taken.add(target);
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
    .slice(0, 300)
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

function targetsOf(selection: DownloadSelection): readonly Target[] {
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

function refusal(target: string, windows: boolean, isTaken: boolean): string | undefined {
  const checked = checkArtifactPath(target, windows);
  if (checked.kind === 'unsafe') {
    return describeUnsafePath(checked.reason);
  }
  return isTaken ? 'some disks do not tell its name from that of another file' : undefined;
}
