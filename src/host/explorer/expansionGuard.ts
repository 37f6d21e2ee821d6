import type * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';

// How close to a refresh an expansion must be to be caught by it, and how long the tree must be quiet before the repair.
const NEAR_MS = 1000;
const QUIET_MS = 300;

/**
 * VS Code loses the children of an element that a person expands while a refresh of its parent passes: the element stands
 * there expanded and empty (seen in 1.103 and 1.139). This draws such elements once more when the tree is quiet.
 */
export class ExpansionGuard<T> implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly expanded = new Map<T, number>();
  private readonly suspects = new Set<T>();
  private lastRefresh = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    view: vscode.TreeView<T>,
    refreshes: vscode.Event<unknown>,
    private readonly redraw: (element: T) => void,
  ) {
    this.parts.add(
      refreshes(() => {
        this.noteRefresh();
      }),
    );
    this.parts.add(
      view.onDidExpandElement(({ element }) => {
        this.noteExpansion(element);
      }),
    );
    this.parts.add(
      view.onDidCollapseElement(({ element }) => {
        this.expanded.delete(element);
        this.suspects.delete(element);
      }),
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.parts.dispose();
  }

  private noteRefresh(): void {
    const now = Date.now();
    this.lastRefresh = now;
    for (const [element, time] of this.expanded) {
      if (now - time < NEAR_MS) {
        this.suspect(element);
      }
    }
    this.expanded.clear();
  }

  private noteExpansion(element: T): void {
    const now = Date.now();
    if (now - this.lastRefresh < NEAR_MS) {
      this.suspect(element);
    }
    this.expanded.set(element, now);
  }

  private suspect(element: T): void {
    this.suspects.add(element);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.repair();
    }, QUIET_MS);
  }

  private repair(): void {
    const elements = [...this.suspects];
    this.suspects.clear();
    this.expanded.clear();
    for (const element of elements) {
      this.redraw(element);
    }
  }
}
