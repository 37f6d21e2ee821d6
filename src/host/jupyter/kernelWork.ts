import * as vscode from 'vscode';
import { singleLine, withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import { offerInstallation } from '../shared/installTerminal';
import type { ListInterpreters } from '../shared/interpreters';
import type { KernelSetupCode } from '../shared/kernelPlace';
import { MissingPackages } from './chooseInterpreter';
import { connectServer, removeServer } from './connectServer';
import type { KernelServer } from './kernelChoice';
import type { KernelMemory } from './kernelMemory';
import { Kernels } from './kernels';
import type { KernelSource } from './kernelSource';
import { LocalJupyter } from './localServer';
import type { NotebookKernel } from './notebookKernel';
import { RemoteServer } from './remoteServer';
import type { ServerStore } from './serverStore';

const MAX_TEXT = 1200;

/** What the work of kernels needs. */
export interface KernelWorkParts {
  readonly context: Pick<vscode.ExtensionContext, 'workspaceState' | 'secrets' | 'storageUri' | 'globalStorageUri'>;
  readonly store: ServerStore;
  readonly memory: KernelMemory;
  readonly log: vscode.LogOutputChannel;
  readonly listInterpreters: ListInterpreters;
  readonly setupCode: KernelSetupCode;
}

/** All that kernels of our own do, loaded when a first cell runs or a first command is called. */
export class KernelWork implements vscode.Disposable {
  readonly kernels: Kernels;
  private readonly parts = new Disposables();
  private readonly local: LocalJupyter;
  private readonly servers = new Map<string, RemoteServer>();

  constructor(private readonly options: KernelWorkParts) {
    const { context, memory, log, setupCode, listInterpreters } = options;
    const { workspaceState: state, secrets } = context;
    const storage = context.storageUri ?? context.globalStorageUri;
    this.local = this.parts.add(new LocalJupyter({ storage, state, secrets, output: log, listInterpreters }));
    const onDeath = (kernel: NotebookKernel, text: string): void => {
      this.tellDeath(kernel, text);
    };
    this.kernels = this.parts.add(
      new Kernels({ memory, log, setupCode, onDeath }, (server) => this.sourceOf(server), this.explain),
    );
    this.parts.add(
      this.local.onDidEnd(() => {
        this.loseLocalKernels();
      }),
    );
  }

  dispose(): void {
    this.parts.dispose();
  }

  async connectServer(): Promise<void> {
    await connectServer(this.options.store);
  }

  async removeServer(): Promise<void> {
    await removeServer(this.options.store);
  }

  async stopLocalServer(): Promise<void> {
    await this.local.stop();
  }

  async restartKernel(): Promise<void> {
    const notebook = vscode.window.activeNotebookEditor?.notebook.uri;
    if (notebook === undefined || this.kernels.get(notebook)?.exists !== true) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('The notebook in front has no kernel of Runlens that could be restarted.'),
      );
      return;
    }
    const title = vscode.l10n.t('Restarting the kernel');
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
      this.kernels.restart(notebook),
    );
  }

  /** Tells what failed, and offers what to do about it. */
  readonly explain = async (error: unknown): Promise<void> => {
    const message = error instanceof Error ? error.message : String(error);
    this.options.log.error(singleLine(message, 2000));
    const install = vscode.l10n.t('Install in a Terminal');
    const choose = vscode.l10n.t('Name an Interpreter');
    const showLog = vscode.l10n.t('Show Log');
    const actions = error instanceof MissingPackages ? [install, choose] : [showLog];
    const picked = await vscode.window.showErrorMessage(withoutIcons(message, MAX_TEXT), ...actions);
    if (picked === install && error instanceof MissingPackages) {
      offerInstallation(error.python, error.packages);
    } else if (picked === choose) {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'runlens.pythonPath');
    } else if (picked === showLog) {
      this.options.log.show(true);
    }
  };

  private sourceOf(server: KernelServer): KernelSource {
    if (server.place === 'local') {
      return this.local;
    }
    const remote = this.servers.get(server.id) ?? new RemoteServer(server, this.options.store);
    this.servers.set(server.id, remote);
    return remote;
  }

  private loseLocalKernels(): void {
    for (const kernel of this.kernels.all) {
      if (kernel.source === this.local) {
        kernel.onServerEnded();
      }
    }
  }

  private tellDeath({ notebook }: NotebookKernel, text: string): void {
    const name = notebook.path.split('/').at(-1) ?? '';
    const showLog = vscode.l10n.t('Show Log');
    void vscode.window.showErrorMessage(withoutIcons(`${name}: ${text}`, MAX_TEXT), showLog).then((picked) => {
      if (picked === showLog) {
        this.options.log.show(true);
      }
    });
  }
}
