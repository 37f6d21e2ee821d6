import * as vscode from 'vscode';
import { runName } from '../../core/explorer/runLabels';
import type { Run } from '../../core/mlflow/entities';
import { runText } from '../../core/notebook/runText';

const SCHEME = 'mlflow-run';
const KEPT = 40;

/** Read-only documents with the text of a run, as it was when it was opened. */
export class RunDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  /** The address of a document that shows the run as it is now. */
  show(run: Run): vscode.Uri {
    const path = `/${run.runId}/${runName(run).replaceAll(/[/\\]/gu, '\u2215')}`;
    // The time makes it another document when the run has changed since.
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query: String(Date.now()) });
    this.texts.set(uri.toString(), runText(run));
    const [oldest] = this.texts.keys();
    if (this.texts.size > KEPT && oldest !== undefined) {
      this.texts.delete(oldest);
    }
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.texts.get(uri.toString()) ??
      vscode.l10n.t('This comparison is from an earlier window. Open it again from the cell.')
    );
  }

  dispose(): void {
    this.registration.dispose();
  }
}
