import * as vscode from 'vscode';
import { singleLine, withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import { offerInstallation } from '../shared/installTerminal';
import type { ListInterpreters } from '../shared/interpreters';
import type { KernelSetupCode } from '../shared/kernelPlace';
import { MissingPackages } from './chooseInterpreter';
import { KernelCompletions } from './completions';
import { connectServer, removeServer } from './connectServer';
import { Controllers } from './controllers';
import { KernelMemory } from './kernelMemory';
import { Kernels } from './kernels';
import { LocalJupyter } from './localServer';
import type { NotebookKernel } from './notebookKernel';
import { RemoteServer } from './remoteServer';
import { ServerStore } from './serverStore';

const LOCAL_SPECS = [{ name: 'python3', displayName: 'Python 3 (ipykernel)', language: 'python' }];
const MAX_TEXT = 1200;

/** What kernels of our own need of the extension. */
export interface JupyterParts {
  readonly context: Pick<
    vscode.ExtensionContext,
    'workspaceState' | 'globalState' | 'secrets' | 'storageUri' | 'globalStorageUri'
  >;
  readonly listInterpreters: ListInterpreters;
  readonly setupCode: KernelSetupCode;
}

/** Kernels of our own for notebooks: of Jupyter servers that the person named, and of one that is started here. */
export class Jupyter implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly log = this.parts.add(vscode.window.createOutputChannel('MLflow Jupyter', { log: true }));
  private readonly store: ServerStore;
  private readonly local: LocalJupyter;
  private readonly memory: KernelMemory;
  private readonly kernels: Kernels;
  private readonly controllers: Controllers;

  constructor({ context, listInterpreters, setupCode }: JupyterParts) {
    const { workspaceState: state, secrets } = context;
    this.store = new ServerStore(context.globalState, secrets);
    const storage = context.storageUri ?? context.globalStorageUri;
    this.local = this.parts.add(new LocalJupyter({ storage, state, secrets, output: this.log, listInterpreters }));
    this.memory = new KernelMemory(state);
    const onDeath = (kernel: NotebookKernel, text: string): void => {
      this.tellDeath(kernel, text);
    };
    this.kernels = this.parts.add(
      new Kernels({ memory: this.memory, log: this.log, setupCode, onDeath }, (error) => {
        void this.explain(error);
      }),
    );
    this.controllers = this.parts.add(new Controllers(this.kernels));
    this.parts.add(
      this.local.onDidEnd(() => {
        this.loseLocalKernels();
      }),
    );
    this.parts.add(
      this.controllers.onDidSelect(({ notebook, choice }) => {
        if (this.memory.get(notebook)?.controller === choice.controller.id) {
          this.kernels.resume(choice, notebook);
        }
      }),
    );
    this.registerCommands();
    this.parts.add(
      vscode.languages.registerCompletionItemProvider(
        { language: 'python', notebookType: 'jupyter-notebook' },
        new KernelCompletions(this.controllers, this.kernels),
        '.',
        '%',
      ),
    );
    this.offerKernels();
  }

  dispose(): void {
    this.parts.dispose();
  }

  private registerCommands(): void {
    const commands: Record<string, () => Promise<void>> = {
      'runlens.jupyter.connect': () => connectServer(this.store),
      'runlens.jupyter.remove': () => removeServer(this.store),
      'runlens.jupyter.restartKernel': () => this.restart(),
      'runlens.jupyter.stopLocalServer': () => this.local.stop(),
      'runlens.jupyter.showLog': () => {
        this.log.show(true);
        return Promise.resolve();
      },
    };
    for (const [id, run] of Object.entries(commands)) {
      this.parts.add(vscode.commands.registerCommand(id, () => run().catch((error: unknown) => this.explain(error))));
    }
  }

  // Kernels run code: there are none in a workspace that is not trusted.
  private offerKernels(): void {
    if (!vscode.workspace.isTrusted) {
      this.parts.add(
        vscode.workspace.onDidGrantWorkspaceTrust(() => {
          this.offerKernels();
        }),
      );
      return;
    }
    this.controllers.show(this.local, LOCAL_SPECS);
    this.showServers();
    this.parts.add(
      this.store.onDidChange(() => {
        this.showServers();
      }),
    );
  }

  private shown: readonly RemoteServer[] = [];

  private showServers(): void {
    const { servers } = this.store;
    const gone = this.shown.filter(({ id }) => servers.every(({ baseUrl }) => baseUrl !== id));
    gone.forEach((server) => {
      this.controllers.show(server, []);
    });
    this.shown = servers.map((server) => {
      const known = this.shown.find(({ id }) => id === server.baseUrl) ?? new RemoteServer(server, this.store);
      this.controllers.show(known, server.specs);
      return known;
    });
  }

  private async restart(): Promise<void> {
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
        this.log.show(true);
      }
    });
  }

  private async explain(error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    this.log.error(singleLine(message, 2000));
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
      this.log.show(true);
    }
  }
}
