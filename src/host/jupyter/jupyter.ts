import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import type { KernelOffer, KernelOfferParts } from './kernelOffer';

type Command = (offer: KernelOffer) => Promise<void> | void;

const COMMANDS: Readonly<Record<string, Command>> = {
  'runlens.jupyter.connect': (offer) => offer.call((work) => work.connectServer()),
  'runlens.jupyter.remove': (offer) => offer.call((work) => work.removeServer()),
  'runlens.jupyter.restartKernel': (offer) => offer.call((work) => work.restartKernel()),
  'runlens.jupyter.stopLocalServer': (offer) => offer.call((work) => work.stopLocalServer()),
  'runlens.jupyter.showLog': (offer) => {
    offer.showLog();
  },
};

/**
 * Kernels of our own for notebooks: of Jupyter servers that the person named, and of one that is started here. All of it is
 * loaded with the first notebook.
 */
export class Jupyter implements vscode.Disposable {
  private readonly parts = new Disposables();
  private offer: Promise<KernelOffer> | undefined;

  constructor(private readonly options: KernelOfferParts) {
    for (const [id, run] of Object.entries(COMMANDS)) {
      this.parts.add(vscode.commands.registerCommand(id, async () => run(await this.load())));
    }
    const loadFor = ({ notebookType }: vscode.NotebookDocument): void => {
      if (notebookType === 'jupyter-notebook') {
        void this.load();
      }
    };
    this.parts.add(vscode.workspace.onDidOpenNotebookDocument(loadFor));
    vscode.workspace.notebookDocuments.forEach(loadFor);
  }

  dispose(): void {
    this.parts.dispose();
  }

  private load(): Promise<KernelOffer> {
    this.offer ??= import('./kernelOffer').then(({ KernelOffer: Offer }) => this.parts.add(new Offer(this.options)));
    return this.offer;
  }
}
