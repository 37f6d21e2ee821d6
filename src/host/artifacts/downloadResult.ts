import type * as vscode from 'vscode';
import type { LeftOut } from '../../core/artifacts/artifactTree';

/** How a download ended. Paths are shown as they are safe to be shown. */
export interface DownloadResult {
  readonly folder: vscode.Uri;
  readonly written: readonly vscode.Uri[];
  readonly bytes: number;
  readonly leftOut: readonly LeftOut[];
  /** Why it did not go on to its end, as a sentence. */
  readonly failure?: string;
}
