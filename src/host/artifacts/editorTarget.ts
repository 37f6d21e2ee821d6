import * as vscode from 'vscode';
import { readBounded } from '../../core/artifacts/readBounded';
import { formatBytes } from '../../core/format/number';
import { WriteFailure, type DownloadTarget, type WriteOptions } from './downloadTarget';

// VS Code writes files of other file systems at one go, out of memory.
const FILE_LIMIT = 200_000_000;

/** A folder of a file system that only VS Code knows, as in virtual workspaces. */
export class EditorTarget implements DownloadTarget {
  constructor(readonly folder: vscode.Uri) {}

  freeBytes(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async exists(place: readonly string[]): Promise<boolean> {
    try {
      await vscode.workspace.fs.stat(this.at(place));
      return true;
    } catch {
      return false;
    }
  }

  async write(place: readonly string[], stream: ReadableStream<Uint8Array>, options: WriteOptions): Promise<void> {
    let seen = 0;
    const bytes = await readBounded({ stream }, FILE_LIMIT, (all) => {
      options.onBytes(all - seen);
      seen = all;
    });
    if (bytes === 'too-large') {
      const limit = formatBytes(FILE_LIMIT);
      throw new WriteFailure(
        vscode.l10n.t('It has more than {0}. Choose a folder on this machine’s disk.', limit),
        false,
      );
    }
    if (!options.replace && (await this.exists(place))) {
      throw new WriteFailure(vscode.l10n.t('{0} is there already.', place.join('/')), false);
    }
    await vscode.workspace.fs.writeFile(this.at(place), bytes);
  }

  removeEmptyFolders(): Promise<void> {
    return Promise.resolve();
  }

  private at(place: readonly string[]): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, ...place);
  }
}
