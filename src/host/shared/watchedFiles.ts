import * as vscode from 'vscode';

/** The files of a file system that VS Code watches, and the event that tells it of their changes. */
export class WatchedFiles implements vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChange = this.changes.event;
  private readonly watched = new Map<vscode.Disposable, vscode.Uri>();

  watch(uri: vscode.Uri): vscode.Disposable {
    const watch = new vscode.Disposable(() => this.watched.delete(watch));
    this.watched.set(watch, uri);
    return watch;
  }

  /** Says that each of them may have changed. */
  tellAll(): void {
    const uris = [...this.watched.values()];
    this.changes.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
  }

  dispose(): void {
    this.changes.dispose();
  }
}
