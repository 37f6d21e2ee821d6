import * as vscode from 'vscode';
import type { DownloadPlan, PlannedFile } from '../../core/artifacts/downloadPlan';
import type { LeftOut } from '../../core/artifacts/artifactTree';
import { MlflowError, type MlflowErrorKind } from '../../core/mlflow/errors';
import type { ArtifactContent } from '../../core/store/trackingStore';
import { WriteFailure, type DownloadTarget } from './downloadTarget';
import type { DownloadResult } from './downloadResult';

const AT_ONCE = 4;

// The one file is at fault, and the next may fare better; all else concerns the connection.
const OF_ONE_FILE: ReadonlySet<MlflowErrorKind> = new Set([
  'not-found',
  'too-large',
  'invalid-request',
  'server-error',
]);

/** What a transfer needs besides its plan. */
export interface TransferOptions {
  readonly target: DownloadTarget;
  /** Files that are there already may be replaced. */
  readonly replace: boolean;
  readonly signal: AbortSignal;
  readonly read: (file: PlannedFile, signal: AbortSignal) => Promise<ArtifactContent>;
  readonly onProgress: (bytes: number) => void;
}

/** Writes the files of a plan, a few at a time. A fault of one file leaves it out; any other ends the transfer. */
export class Transfer {
  private readonly written: vscode.Uri[] = [];
  private readonly leftOut: LeftOut[] = [];
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private bytes = 0;
  private failure: string | undefined;

  constructor(
    private readonly plan: DownloadPlan,
    private readonly options: TransferOptions,
  ) {
    this.signal = AbortSignal.any([options.signal, this.stop.signal]);
  }

  async run(): Promise<DownloadResult> {
    const queue = this.plan.files.values();
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.work(queue)));
    if (this.options.signal.aborted) {
      this.failure = vscode.l10n.t('It was cancelled.');
    }
    if (this.failure !== undefined) {
      await this.options.target.removeEmptyFolders();
    }
    return {
      folder: this.options.target.folder,
      written: this.written,
      bytes: this.bytes,
      leftOut: [...this.plan.leftOut, ...this.leftOut],
      ...(this.failure !== undefined && { failure: this.failure }),
    };
  }

  private async work(queue: Iterator<PlannedFile>): Promise<void> {
    for (let next = queue.next(); !next.done && !this.signal.aborted; next = queue.next()) {
      try {
        await this.copy(next.value);
      } catch (error) {
        this.note(next.value, error);
      }
    }
  }

  private async copy(file: PlannedFile): Promise<void> {
    const { target, replace, read, onProgress } = this.options;
    const content = await read(file, this.signal);
    let size = 0;
    const onBytes = (count: number): void => {
      size += count;
      this.bytes += count;
      onProgress(this.bytes);
    };
    try {
      await target.write(file.target, content.stream, { replace, onBytes });
    } catch (error) {
      this.bytes -= size;
      throw error;
    }
    this.written.push(vscode.Uri.joinPath(target.folder, ...file.target));
  }

  private note(file: PlannedFile, error: unknown): void {
    if (this.signal.aborted) {
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    if (isOfOneFile(error)) {
      this.leftOut.push({ path: file.path, reason: message.replace(/\.$/u, '') });
    } else {
      this.failure = message;
      this.stop.abort();
    }
  }
}

function isOfOneFile(error: unknown): boolean {
  return error instanceof MlflowError
    ? OF_ONE_FILE.has(error.kind)
    : error instanceof WriteFailure && !error.concernsAll;
}
