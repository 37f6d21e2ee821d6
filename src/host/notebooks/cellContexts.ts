import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import { runOf } from './cellRun';
import { isPythonCell, logOf, NOTEBOOK_TYPE } from './cells';

const DELAY_MS = 100;

/** Tells the menus of cells which of the visible notebooks' cells are logged, and which have a run. */
export class CellContexts implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly told = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    const later = (): void => {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.tell();
      }, DELAY_MS);
    };
    this.parts.add(vscode.window.onDidChangeVisibleNotebookEditors(later));
    this.parts.add(vscode.workspace.onDidChangeNotebookDocument(later));
    this.parts.add(vscode.workspace.onDidOpenNotebookDocument(later));
    this.parts.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === 'vscode-notebook-cell') {
          later();
        }
      }),
    );
    this.parts.add(vscode.workspace.onDidChangeConfiguration(later));
    later();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.parts.dispose();
  }

  private tell(): void {
    const notebooks = vscode.window.visibleNotebookEditors.map(({ notebook }) => notebook);
    const cells = notebooks
      .filter(({ notebookType }) => notebookType === NOTEBOOK_TYPE)
      .flatMap((notebook) => notebook.getCells())
      .filter(isPythonCell);
    this.set(
      'runlens.notebook.loggedCells',
      cells.filter((cell) => logOf(cell).kind !== 'off'),
    );
    this.set(
      'runlens.notebook.cellsWithRun',
      cells.filter((cell) => runOf(cell) !== undefined),
    );
  }

  private set(key: string, cells: readonly vscode.NotebookCell[]): void {
    const uris = cells.map(({ document }) => document.uri.toString());
    const text = uris.join('\n');
    if (this.told.get(key) !== text) {
      this.told.set(key, text);
      void vscode.commands.executeCommand('setContext', key, uris);
    }
  }
}
