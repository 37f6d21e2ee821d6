import type { ArtifactEntry } from '../mlflow/entities';
import { checkArtifactPath, describeUnsafePath } from '../mlflow/artifactPath';
import { parentPath } from './artifactName';

/** Something that is not downloaded, and why, to follow a colon. */
export interface LeftOut {
  readonly path: string;
  readonly reason: string;
}

/** Bounds on a folder of a broken or hostile server. */
export interface TreeLimits {
  readonly entries: number;
  readonly depth: number;
}

/** All the files below a folder. */
export interface ArtifactTree {
  readonly files: readonly ArtifactEntry[];
  readonly leftOut: readonly LeftOut[];
}

/** A folder has more entries than may be downloaded at once. */
export class TooManyEntries extends Error {
  override readonly name = 'TooManyEntries';

  constructor(readonly limit: number) {
    super(`The folder has more than ${String(limit)} files and folders. Download its subfolders one by one.`);
  }
}

/** Lists a folder to its end, level by level. Rejects with {@link TooManyEntries}, or as `list` does. */
export async function listTree(
  list: (path: string) => Promise<readonly ArtifactEntry[]>,
  top: string,
  limits: TreeLimits,
): Promise<ArtifactTree> {
  const files: ArtifactEntry[] = [];
  const leftOut: LeftOut[] = [];
  let entries = 0;
  let folders = [top];
  for (let depth = 0; folders.length > 0 && depth < limits.depth; depth++) {
    const children = (await Promise.all(folders.map((folder) => listFolder(list, folder, leftOut)))).flat();
    entries += children.length;
    if (entries > limits.entries) {
      throw new TooManyEntries(limits.entries);
    }
    files.push(...children.filter((entry) => !entry.isDirectory));
    folders = children.filter((entry) => entry.isDirectory).map((entry) => entry.path);
  }
  const tooDeep = folders.map((path) => ({ path, reason: `it is more than ${String(limits.depth)} folders deep` }));
  return { files, leftOut: [...leftOut, ...tooDeep] };
}

async function listFolder(
  list: (path: string) => Promise<readonly ArtifactEntry[]>,
  folder: string,
  leftOut: LeftOut[],
): Promise<readonly ArtifactEntry[]> {
  const entries = await list(folder);
  return entries.filter((entry) => {
    const reason = refusal(entry.path, folder);
    if (reason !== undefined) {
      leftOut.push({ path: entry.path, reason });
    }
    return reason === undefined;
  });
}

function refusal(path: string, folder: string): string | undefined {
  const checked = checkArtifactPath(path, false);
  if (checked.kind === 'unsafe') {
    return describeUnsafePath(checked.reason);
  }
  // A server that names the folder itself, or one above it, would be listed without end.
  return parentPath(path) === folder ? undefined : 'it does not lie in the folder that was listed';
}
