import * as vscode from 'vscode';
import { Disposables } from '../../shared/disposables';
import { LazyFileSystem } from '../../shared/lazyFileSystem';
import { showFailure } from '../../shared/showError';
import { EXPLORER_COMMANDS, type ExplorerCommandId } from './commandIds';
import type { CommandTools } from './commandTools';
import { NOTE_SCHEME } from './notes/noteAddress';

/**
 * The commands on elements of the three views, which the palette has too: there they ask what they are about. Their code is
 * loaded when the first is called.
 */
export class ExplorerCommands implements vscode.Disposable {
  private readonly parts = new Disposables();

  constructor(private readonly tools: CommandTools) {
    const notes = this.parts.add(
      new LazyFileSystem(async () => {
        const { NoteFileSystem } = await import('./notes/noteFileSystem');
        return this.parts.add(new NoteFileSystem(tools.session, tools.events));
      }),
    );
    this.parts.add(vscode.workspace.registerFileSystemProvider(NOTE_SCHEME, notes, { isCaseSensitive: true }));
    for (const id of EXPLORER_COMMANDS) {
      this.parts.add(
        vscode.commands.registerCommand(id, (called?: unknown, selected?: unknown) => this.run(id, called, selected)),
      );
    }
  }

  dispose(): void {
    this.parts.dispose();
  }

  private async run(id: ExplorerCommandId, called: unknown, selected: unknown): Promise<void> {
    try {
      const { runCommand } = await import('./runCommand');
      await runCommand({ id, called, selected }, this.tools);
    } catch (error) {
      showFailure(this.tools.log, vscode.l10n.t('Couldn’t load the command.'), error);
    }
  }
}
