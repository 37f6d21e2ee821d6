import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import { showFailure } from '../shared/showError';
import { KernelCompletions } from './completions';
import { Controllers } from './controllers';
import type { KernelServer } from './kernelChoice';
import { KernelMemory } from './kernelMemory';
import type { KernelWork, KernelWorkParts } from './kernelWork';
import { ServerStore } from './serverStore';

const LOCAL_SPECS = [{ name: 'python3', displayName: 'Python 3 (ipykernel)', language: 'python' }];

/** What kernels of our own need of the extension. */
export interface KernelOfferParts extends Pick<KernelWorkParts, 'context' | 'listInterpreters' | 'setupCode'> {
  readonly context: KernelWorkParts['context'] & Pick<vscode.ExtensionContext, 'globalState'>;
}

/** The kernels that notebooks are offered. What they do is loaded when one is first needed. */
export class KernelOffer implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly log = this.parts.add(vscode.window.createOutputChannel('MLflow Jupyter', { log: true }));
  private readonly store: ServerStore;
  private readonly memory: KernelMemory;
  private readonly controllers: Controllers;
  private readonly local: KernelServer = { id: 'local', place: 'local', label: vscode.l10n.t('Local Server') };
  private shown: readonly KernelServer[] = [];
  private loading: Promise<KernelWork> | undefined;
  private loaded: KernelWork | undefined;

  constructor(private readonly options: KernelOfferParts) {
    const { context } = options;
    this.store = new ServerStore(context.globalState, context.secrets);
    this.memory = new KernelMemory(context.workspaceState);
    this.controllers = this.parts.add(
      new Controllers({
        run: async (choice, notebook, cells) => (await this.work()).kernels.run(choice, notebook, cells),
        interrupt: async (notebook) => (await this.work()).kernels.interrupt(notebook),
        select: (choice, notebook) => {
          const running = this.memory.get(notebook);
          if (this.loaded !== undefined || running?.controller === choice.controller.id) {
            void this.call(async ({ kernels }) => kernels.select(choice, notebook));
          }
        },
      }),
    );
    this.parts.add(
      vscode.languages.registerCompletionItemProvider(
        { language: 'python', notebookType: 'jupyter-notebook' },
        new KernelCompletions(
          (notebook) => this.controllers.isSelected(notebook),
          (notebook) => this.loaded?.kernels.get(notebook),
        ),
        '.',
        '%',
      ),
    );
    this.offerKernels();
  }

  dispose(): void {
    this.parts.dispose();
  }

  showLog(): void {
    this.log.show(true);
  }

  private async work(): Promise<KernelWork> {
    this.loading ??= import('./kernelWork').then(({ KernelWork: Work }) => {
      const { store, memory, log } = this;
      this.loaded = this.parts.add(new Work({ ...this.options, store, memory, log }));
      return this.loaded;
    });
    return this.loading;
  }

  /** Does something with kernels, and tells when it fails. */
  async call(task: (work: KernelWork) => Promise<void>): Promise<void> {
    try {
      const work = await this.work();
      await task(work).catch(work.explain);
    } catch (error) {
      showFailure(this.log, vscode.l10n.t('Couldn’t load the command.'), error);
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

  private showServers(): void {
    const { servers } = this.store;
    for (const server of this.shown) {
      if (servers.every(({ baseUrl }) => baseUrl !== server.id)) {
        this.controllers.show(server, []);
      }
    }
    this.shown = servers.map(({ baseUrl: id, label, specs }) => {
      const server: KernelServer = { id, place: 'remote', label };
      this.controllers.show(server, specs);
      return server;
    });
  }
}
