import type * as vscode from 'vscode';

/** How one file is written. */
export interface WriteOptions {
  /** What is there already may be replaced. */
  readonly replace: boolean;
  /** Called with the number of bytes of each piece. */
  readonly onBytes: (bytes: number) => void;
}

/** A folder that files are downloaded to. A file's place is given by the names on the way to it. */
export interface DownloadTarget {
  readonly folder: vscode.Uri;
  /** Bytes that it has room for, where it can tell. */
  freeBytes(): Promise<number | undefined>;
  exists(place: readonly string[]): Promise<boolean>;
  /** Writes the whole stream, or nothing: after a failure no part of the file is left. */
  write(place: readonly string[], stream: ReadableStream<Uint8Array>, options: WriteOptions): Promise<void>;
  /** Removes the folders that were made and have remained empty. */
  removeEmptyFolders(): Promise<void>;
}

/** A file was not written, for a reason of the disk and not of the server. */
export class WriteFailure extends Error {
  override readonly name = 'WriteFailure';

  constructor(
    message: string,
    /** The next file would meet it as well. */
    readonly concernsAll: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
