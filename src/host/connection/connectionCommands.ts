import * as vscode from 'vscode';
import { describeProblem } from '../../core/connection/problem';
import type { MlflowError } from '../../core/mlflow/errors';
import { withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import { showFailure } from '../shared/showError';
import { editAddress, removeConnection, setMlflowWorkspace } from './editConnection';
import { addConnection, type CommandParts } from './newConnection';
import { setCustomHeader, signIn, signOut, useToken } from './signIn';
import { sourceText } from './statusBar';
import { switchConnection } from './switchConnection';

/** The commands about connections. */
export class ConnectionCommands implements vscode.Disposable {
  private readonly disposables = new Disposables();

  constructor(private readonly parts: CommandParts) {
    const { service, log } = parts;
    this.register('runlens.connect', () => addConnection(parts));
    this.register('runlens.switchConnection', () => switchConnection(parts));
    this.register('runlens.signIn', () => signIn(parts));
    this.register('runlens.useToken', () => useToken(parts));
    this.register('runlens.setCustomHeader', () => setCustomHeader(parts));
    this.register('runlens.signOut', () => signOut(parts));
    this.register('runlens.editAddress', () => editAddress(parts));
    this.register('runlens.removeConnection', () => removeConnection(parts));
    this.register('runlens.setMlflowWorkspace', () => setMlflowWorkspace(parts));
    this.register('runlens.retryConnection', () => service.retry());
    this.register('runlens.confirmServer', () => this.confirmServer());
    this.register('runlens.openLocalStore', (store) => this.openLocalStore(store));
    this.register('runlens.showConnectionProblem', () => this.showProblem());
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

  private async confirmServer(): Promise<void> {
    const { service } = this.parts;
    const { candidate, state } = service;
    if (state.kind !== 'unconfirmed' || candidate?.target.kind !== 'server') {
      return;
    }
    const connect = vscode.l10n.t('Connect');
    const picked = await vscode.window.showWarningMessage(
      vscode.l10n.t('Connect to {0}?', candidate.target.origin),
      {
        modal: true,
        detail: vscode.l10n.t(
          '{0}: {1}. Nothing was sent to it yet. Runlens remembers this server, and sends it no secret that was entered for another one.',
          sourceText(candidate.source),
          candidate.target.baseUrl,
        ),
      },
      connect,
    );
    if (picked === connect) {
      await service.confirm(candidate);
    }
  }

  private async openLocalStore(store: unknown): Promise<void> {
    const { memory, places, service } = this.parts;
    const { stores } = await places.read();
    const path = store instanceof vscode.Uri ? store.fsPath : stores[0];
    if (path !== undefined) {
      await memory.choose({ kind: 'store', path });
    }
    await service.refresh(true);
  }

  private async showProblem(): Promise<void> {
    const { service, log } = this.parts;
    const error = currentError(this.parts);
    if (error === undefined) {
      return;
    }
    const label = 'info' in service.state ? service.state.info.label : '';
    const text = withoutIcons(describeProblem(error, label, service.account), 1200);
    log.error(text);
    await this.offer(text, error.kind === 'unauthorized');
  }

  private async offer(problem: string, asksForSignIn: boolean): Promise<void> {
    const { service, log } = this.parts;
    const signingIn = vscode.l10n.t('Sign In…');
    const retry = vscode.l10n.t('Try Again');
    const edit = vscode.l10n.t('Edit Address…');
    const showLog = vscode.l10n.t('Show Log');
    const actions = [asksForSignIn ? signingIn : retry, edit, showLog];
    switch (await vscode.window.showErrorMessage(problem, ...actions)) {
      case signingIn:
        await signIn(this.parts);
        break;
      case retry:
        await service.retry();
        break;
      case edit:
        await editAddress(this.parts);
        break;
      case showLog:
        log.show(true);
    }
  }
}

function currentError({ service: { state } }: CommandParts): MlflowError | undefined {
  if (state.kind === 'failed') {
    return state.error;
  }
  return state.kind === 'connected' ? state.stale?.error : undefined;
}
