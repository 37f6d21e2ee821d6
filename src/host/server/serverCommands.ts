import * as vscode from 'vscode';
import { LocalServerError } from '../../core/localServer/errors';
import { findPython } from '../../core/localServer/python.node';
import { withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import { offerInstallation } from '../shared/installTerminal';
import type { ListInterpreters } from '../shared/interpreters';
import type { ManagedServer } from './managedServer';

const STORE = 'mlflow.db';
const MAX_TEXT = 1200;

/** The commands that start, stop and explain the local server. */
export class ServerCommands implements vscode.Disposable {
  private readonly parts = new Disposables();

  constructor(
    private readonly server: ManagedServer,
    private readonly output: vscode.OutputChannel,
    private readonly listInterpreters: ListInterpreters,
  ) {
    this.register('runlens.startLocalServer', () => this.start());
    this.register('runlens.stopLocalServer', () => this.server.stop());
    this.register('runlens.restartLocalServer', () => this.restart());
    this.register('runlens.installMlflow', () => this.install());
    this.register('runlens.showServerLog', () => {
      this.output.show(true);
      return Promise.resolve();
    });
  }

  dispose(): void {
    this.parts.dispose();
  }

  private register(id: string, run: () => Promise<void>): void {
    this.parts.add(vscode.commands.registerCommand(id, run));
  }

  private async start(): Promise<void> {
    const folder = await pickFolder();
    if (folder !== undefined) {
      await this.serve(vscode.Uri.joinPath(folder.uri, STORE));
    }
  }

  private async restart(): Promise<void> {
    const { store } = this.server;
    if (store === undefined) {
      await this.start();
      return;
    }
    await this.server.stop();
    await this.serve(vscode.Uri.file(store));
  }

  private async serve(store: vscode.Uri): Promise<void> {
    try {
      await this.server.ensureStarted(store);
      await vscode.commands.executeCommand('runlens.openLocalStore', store);
    } catch (error) {
      await this.explain(error);
    }
  }

  private async explain(error: unknown): Promise<void> {
    const reason = error instanceof LocalServerError ? error.reason : undefined;
    if (reason === 'cancelled') {
      return;
    }
    const install = vscode.l10n.t('Install MLflow in a Terminal');
    const choose = vscode.l10n.t('Name an Interpreter');
    const showLog = vscode.l10n.t('Show Server Log');
    const actions = reason === 'no-mlflow' ? [install, choose] : reason === 'no-python' ? [choose] : [showLog];
    const message = error instanceof Error ? error.message : String(error);
    const picked = await vscode.window.showErrorMessage(withoutIcons(message, MAX_TEXT), ...actions);
    if (picked === install) {
      await this.install();
    } else if (picked === choose) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'runlens.pythonPath');
    } else if (picked === showLog) {
      this.output.show(true);
    }
  }

  // Typed into a terminal, where the person reads it and presses Enter.
  private async install(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const paths = vscode.workspace.isTrusted ? await this.listInterpreters(folder) : ['python3', 'python'];
    const [python] = await findPython(paths, ['mlflow'], AbortSignal.timeout(60_000));
    offerInstallation(python?.path ?? 'python3', ['mlflow']);
  }
}

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The local server keeps its store in a folder on disk. Open one first.'),
    );
    return undefined;
  }
  return folders.length === 1
    ? folders[0]
    : vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('The folder whose mlflow.db is served') });
}
