import type * as vscode from 'vscode';

// How long an expansion takes to be told where it came to pass, and how often it is asked for.
const TOLD_WITHIN_MS = 500;
const TRIES = 4;

/**
 * Selects a row and expands it. VS Code drops the expansion in silence while a refresh of a row above passes (seen in 1.103
 * and 1.139), so it is asked for again until the view tells of it. `isSame` says whether an element is that row: a refresh
 * makes others.
 */
export async function revealExpanded<T>(
  view: vscode.TreeView<T>,
  element: T,
  isSame: (other: T) => boolean,
): Promise<void> {
  const expansion = new Expansion(view, isSame);
  try {
    await view.reveal(element, { select: true, expand: true });
    for (let tries = 1; tries < TRIES && !(await expansion.told()); tries++) {
      await view.reveal(element, { select: false, expand: true });
    }
  } finally {
    expansion.dispose();
  }
}

class Expansion<T> implements vscode.Disposable {
  private readonly listening: vscode.Disposable;
  private happened = false;
  private wake = (): void => undefined;

  constructor(view: vscode.TreeView<T>, isSame: (other: T) => boolean) {
    this.listening = view.onDidExpandElement(({ element }) => {
      if (isSame(element)) {
        this.happened = true;
        this.wake();
      }
    });
  }

  /** Waits a moment for it. */
  async told(): Promise<boolean> {
    if (!this.happened) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, TOLD_WITHIN_MS);
      });
    }
    return this.happened;
  }

  dispose(): void {
    this.listening.dispose();
  }
}
