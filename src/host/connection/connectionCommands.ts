import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import { showFailure } from '../shared/showError';
import type * as Dialogs from './dialogs';
import type { CommandParts } from './newConnection';

/** The commands about connections. Most are dialogs, whose code is loaded when the first is called. */
export class ConnectionCommands implements vscode.Disposable {
  private readonly disposables = new Disposables();

  constructor(private readonly parts: CommandParts) {
    const { service, log } = parts;
    this.registerDialog('runlens.connect', (dialogs) => dialogs.addConnection);
    this.registerDialog('runlens.switchConnection', (dialogs) => dialogs.switchConnection);
    this.registerDialog('runlens.signIn', (dialogs) => dialogs.signIn);
    this.registerDialog('runlens.useToken', (dialogs) => dialogs.useToken);
    this.registerDialog('runlens.setCustomHeader', (dialogs) => dialogs.setCustomHeader);
    this.registerDialog('runlens.signOut', (dialogs) => dialogs.signOut);
    this.registerDialog('runlens.editAddress', (dialogs) => dialogs.editAddress);
    this.registerDialog('runlens.removeConnection', (dialogs) => dialogs.removeConnection);
    this.registerDialog('runlens.setMlflowWorkspace', (dialogs) => dialogs.setMlflowWorkspace);
    this.registerDialog('runlens.confirmServer', (dialogs) => dialogs.confirmServer);
    this.registerDialog('runlens.openLocalStore', (dialogs) => dialogs.openLocalStore);
    this.registerDialog('runlens.showConnectionProblem', (dialogs) => dialogs.showProblem);
    this.register('runlens.retryConnection', () => service.retry());
    this.register('runlens.openProxySettings', () =>
      vscode.commands.executeCommand('workbench.action.openSettings', 'http.proxy'),
    );
    this.register('runlens.showLog', () => {
      log.show(true);
    });
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private registerDialog(
    id: string,
    choose: (dialogs: typeof Dialogs) => (parts: CommandParts, argument: unknown) => Promise<void>,
  ): void {
    this.register(id, async (argument) => choose(await import('./dialogs'))(this.parts, argument));
  }

  private register(id: string, run: (argument: unknown) => unknown): void {
    this.disposables.add(
      vscode.commands.registerCommand(id, async (argument: unknown) => {
        try {
          await run(argument);
        } catch (error) {
          showFailure(this.parts.log, vscode.l10n.t('Couldn’t do this with the connection.'), error);
        }
      }),
    );
  }
}
