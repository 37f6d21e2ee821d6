import * as vscode from 'vscode';
import { Disposables } from './disposables';

/** Something that is shown or hidden, such as a tree view. */
interface Showable {
  readonly visible: boolean;
  readonly onDidChangeVisibility: vscode.Event<unknown>;
}

/** Knows whether any view of Runlens is visible: nothing polls while none is. */
export class ViewVisibility implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly views = new Set<Showable>();
  private readonly changed = this.parts.add(new vscode.EventEmitter<boolean>());
  readonly onDidChange = this.changed.event;

  get anyVisible(): boolean {
    return [...this.views].some(({ visible }) => visible);
  }

  /** Counts this view from now on. */
  follow(view: Showable): void {
    this.views.add(view);
    this.parts.add(
      view.onDidChangeVisibility(() => {
        this.changed.fire(this.anyVisible);
      }),
    );
    if (view.visible) {
      this.changed.fire(true);
    }
  }

  dispose(): void {
    this.parts.dispose();
  }
}
