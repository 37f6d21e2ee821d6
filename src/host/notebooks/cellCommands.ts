import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import type { Session } from '../shared/session';
import { runOf } from './cellRun';
import { commandCells } from './cells';
import { showCodeChange } from './codeChange';
import { compareRuns } from './compareRuns';
import { connectedFor } from './connectedRun';
import { restoreCells } from './restoreCells';
import { RunDocuments } from './runDocuments';
import { readRunPair } from './runPair';
import { toggleCells } from './toggleCell';

/** What can be done with a cell and its run, by the ids of the commands. It is loaded with the first of them. */
export class CellCommands implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly documents = this.parts.add(new RunDocuments());

  constructor(private readonly session: Session) {}

  readonly toggle = toggleCells;

  async showRun(clicked: unknown): Promise<void> {
    const output = commandCells(clicked)
      .map(runOf)
      .find((found) => found !== undefined);
    if (output === undefined) {
      throw new Error(vscode.l10n.t('This cell has made no run. Log it, and run it.'));
    }
    await connectedFor(this.session, output);
    await vscode.commands.executeCommand('runlens.revealRun', { runId: output.run.runId });
  }

  async comparePrevious(clicked: unknown): Promise<void> {
    await compareRuns(await readRunPair(this.session, clicked), this.documents);
  }

  async whatChanged(clicked: unknown): Promise<void> {
    await showCodeChange(await readRunPair(this.session, clicked));
  }

  restoreCells(clicked: unknown): Promise<void> {
    return restoreCells(this.session, clicked);
  }

  dispose(): void {
    this.parts.dispose();
  }
}
