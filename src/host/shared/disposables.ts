import type * as vscode from 'vscode';

/** Disposes of all that it was given, newest first, once. */
export class Disposables implements vscode.Disposable {
  private readonly items: vscode.Disposable[] = [];

  add<T extends vscode.Disposable>(item: T): T {
    this.items.push(item);
    return item;
  }

  dispose(): void {
    for (const item of this.items.splice(0).reverse()) {
      item.dispose();
    }
  }
}
