import { lstat, open, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { singleLine } from '../text/safeText';

const SQLITE_HEADER = 'SQLite format 3\0';

/** Why a file is not opened as a store. The message tells what was found and what to do. */
export class StoreFileError extends Error {
  override readonly name = 'StoreFileError';
}

/**
 * Refuses a store that is not what it says: a symbolic link, a file outside the folder `inside` (an empty one holds nothing)
 * once links in its folder are followed, a file that is not a SQLite database. One that does not exist yet is fine: MLflow creates it.
 */
export async function checkStoreFile(path: string, inside?: string): Promise<void> {
  const name = singleLine(basename(path), 80);
  if (inside !== undefined && !(await liesInside(path, inside))) {
    throw new StoreFileError(
      `${name} lies outside the workspace (${singleLine(path, 300)}). Name it in a setting of your own to open it.`,
    );
  }
  const found = await lstat(path).catch(ignoreMissing);
  if (found === undefined) {
    return;
  }
  if (found.isSymbolicLink()) {
    throw new StoreFileError(
      `${name} is a symbolic link, which Runlens does not follow. Open the file that it leads to.`,
    );
  }
  if (!found.isFile()) {
    throw new StoreFileError(`${name} is not a file. A local store is a SQLite database.`);
  }
  if (found.size > 0 && !(await startsAsSqlite(path))) {
    throw new StoreFileError(`${name} is not a SQLite database: its first bytes say otherwise. Nothing was opened.`);
  }
}

async function liesInside(path: string, folder: string): Promise<boolean> {
  const parent = await realpath(dirname(path)).catch(ignoreMissing);
  if (parent === undefined || folder === '') {
    return false;
  }
  const way = relative(await realpath(folder), join(parent, basename(path)));
  return way !== '' && !isAbsolute(way) && way.split(/[/\\]/u)[0] !== '..';
}

async function startsAsSqlite(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return bytesRead === 16 && buffer.toString('latin1') === SQLITE_HEADER;
  } finally {
    await file.close();
  }
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
    return undefined;
  }
  throw error;
}
