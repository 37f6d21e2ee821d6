import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import { findRunOutput, type CellRunOutput } from './runCardOutputs';

// More cards than this are never on one screen.
const MAX_PER_EDITOR = 50;

/** A card that wants to hear of its run. */
export interface CardWatch {
  readonly editor: vscode.NotebookEditor;
  readonly runId: string;
  /** How many metrics it shows with their curves. */
  curves: number;
}

/** The cards on the screen whose runs run, in all notebooks. */
export class RunCardWatches implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly emitter = this.parts.add(new vscode.EventEmitter<void>());
  /** Fires when cards came, went, or became visible or hidden with their editor. */
  readonly onDidChange = this.emitter.event;
  private watches: readonly CardWatch[] = [];

  constructor() {
    this.parts.add(
      vscode.window.onDidChangeVisibleNotebookEditors(() => {
        this.emitter.fire();
      }),
    );
    this.parts.add(
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        this.keep((watch) => watch.editor.notebook !== notebook);
      }),
    );
    // The host hears of an output after the window has drawn it, or with it.
    this.parts.add(
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges }) => {
        const isWatched = this.watches.some(({ editor }) => editor.notebook === notebook);
        if (isWatched && cellChanges.some(({ outputs }) => outputs !== undefined)) {
          this.emitter.fire();
        }
      }),
    );
  }

  /** Those in editors that are visible, and whose run is in an output of their notebook. */
  get visible(): readonly CardWatch[] {
    const editors = new Set(vscode.window.visibleNotebookEditors);
    return this.watches.filter((watch) => editors.has(watch.editor) && outputOf(watch) !== undefined);
  }

  add(watch: CardWatch): void {
    const others = this.watches.filter((other) => !isSame(other, watch));
    const inEditor = others.filter(({ editor }) => editor === watch.editor);
    if (inEditor.length < MAX_PER_EDITOR) {
      this.watches = [...others, watch];
      this.emitter.fire();
    }
  }

  remove(editor: vscode.NotebookEditor, runId: string): void {
    this.keep((watch) => !isSame(watch, { editor, runId }));
  }

  /** Forgets all cards of a run. */
  end(runId: string): void {
    this.keep((watch) => watch.runId !== runId);
  }

  dispose(): void {
    this.parts.dispose();
  }

  private keep(isKept: (watch: CardWatch) => boolean): void {
    const kept = this.watches.filter(isKept);
    if (kept.length !== this.watches.length) {
      this.watches = kept;
      this.emitter.fire();
    }
  }
}

/** What the notebook itself says of the run. */
export function outputOf({ editor, runId }: CardWatch): CellRunOutput | undefined {
  return findRunOutput(editor.notebook, runId);
}

function isSame(one: Pick<CardWatch, 'editor' | 'runId'>, other: Pick<CardWatch, 'editor' | 'runId'>): boolean {
  return one.editor === other.editor && one.runId === other.runId;
}
