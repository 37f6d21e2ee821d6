import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, mkdir, open, realpath, rename, rm, rmdir, statfs, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import * as vscode from 'vscode';
import { WriteFailure, type DownloadTarget, type WriteOptions } from './downloadTarget';

/** A folder on this machine's disk. Nothing is written outside it, whatever links lie in it. */
export class DiskTarget implements DownloadTarget {
  private readonly made: string[] = [];

  private constructor(
    readonly folder: vscode.Uri,
    private readonly root: string,
  ) {}

  /** The folder itself may be reached over links: the person chose it. */
  static async open(folder: vscode.Uri): Promise<DiskTarget> {
    return new DiskTarget(folder, await onDisk(() => realpath(folder.fsPath)));
  }

  async freeBytes(): Promise<number | undefined> {
    const { bavail, bsize } = await statfs(this.root);
    return bavail * bsize;
  }

  async exists(place: readonly string[]): Promise<boolean> {
    return (await lookAt(join(this.root, ...place))) !== undefined;
  }

  async write(place: readonly string[], stream: ReadableStream<Uint8Array>, options: WriteOptions): Promise<void> {
    let part: string | undefined;
    try {
      const path = await this.prepare(place, options.replace);
      // The name is new, so that no link and no file of somebody else can be in its place.
      const partial = `${path}.${randomBytes(4).toString('hex')}.part`;
      const file = await onDisk(() => open(partial, 'wx'));
      part = partial;
      await fill(file, stream, options.onBytes);
      await assertReplaceable(path, options.replace);
      await onDisk(() => rename(partial, path));
    } catch (error) {
      await stream.cancel(error).catch(() => undefined);
      if (part !== undefined) {
        await rm(part, { force: true });
      }
      throw error;
    }
  }

  async removeEmptyFolders(): Promise<void> {
    for (const folder of this.made.splice(0).reverse()) {
      await rmdir(folder).catch(() => undefined);
    }
  }

  /** Makes the folders on the way; returns the path of the file. */
  private async prepare(place: readonly string[], replace: boolean): Promise<string> {
    let folder = this.root;
    for (const name of place.slice(0, -1)) {
      folder = join(folder, name);
      await this.makeFolder(folder);
    }
    await this.assertInside(folder);
    const path = join(folder, place.at(-1) ?? '');
    await assertReplaceable(path, replace);
    return path;
  }

  private async makeFolder(path: string): Promise<void> {
    const there = await lookAt(path);
    if (there === undefined) {
      if ((await onDisk(() => mkdir(path, { recursive: true }))) !== undefined) {
        this.made.push(path);
      }
    } else if (!there.isDirectory()) {
      throw new WriteFailure(vscode.l10n.t('{0} is not a folder: it is a file or a link.', path), false);
    }
  }

  private async assertInside(folder: string): Promise<void> {
    const real = await onDisk(() => realpath(folder));
    if (real !== this.root && !real.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep)) {
      throw new WriteFailure(vscode.l10n.t('{0} leads out of the folder {1}.', folder, this.root), false);
    }
  }
}

async function fill(
  file: FileHandle,
  stream: ReadableStream<Uint8Array>,
  onBytes: (bytes: number) => void,
): Promise<void> {
  try {
    for await (const chunk of stream) {
      await onDisk(() => file.writeFile(chunk));
      onBytes(chunk.byteLength);
    }
  } finally {
    await file.close();
  }
}

async function assertReplaceable(path: string, replace: boolean): Promise<void> {
  const there = await lookAt(path);
  if (there === undefined) {
    return;
  }
  if (!there.isFile()) {
    throw new WriteFailure(vscode.l10n.t('{0} is there already, as a folder or a link.', path), false);
  }
  if (!replace) {
    throw new WriteFailure(vscode.l10n.t('{0} is there already.', path), false);
  }
}

async function lookAt(path: string): Promise<Stats | undefined> {
  return onDisk(async () => {
    try {
      return await lstat(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') {
        return undefined;
      }
      throw error;
    }
  });
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** Says in words what the disk refused. */
async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    throw new WriteFailure(reasonOf(code, error), FULL.has(code), error);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function reasonOf(code: string, error: unknown): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return vscode.l10n.t('The disk is full. Choose a folder on another one, or make room.');
    case 'ENOENT':
      return vscode.l10n.t('The folder is not there any more. Choose another one.');
    case 'EROFS':
      return vscode.l10n.t('The disk is read-only. Choose a folder on another one.');
    case 'EACCES':
    case 'EPERM':
      return vscode.l10n.t('The folder may not be written to. Choose another one.');
    case 'ENAMETOOLONG':
      return vscode.l10n.t('The name is too long for this disk.');
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
