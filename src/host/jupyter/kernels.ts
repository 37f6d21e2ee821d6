import * as vscode from 'vscode';
import { JupyterError } from '../../core/jupyter/errors';
import { singleLine } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import { CellQueue } from './cellQueue';
import type { KernelChoice, KernelServer } from './kernelChoice';
import type { KernelParts } from './kernelParts';
import type { KernelSource } from './kernelSource';
import { NotebookKernel } from './notebookKernel';
import { endsWithNotebook } from './settings';

interface Entry {
  readonly kernel: NotebookKernel;
  readonly queue: CellQueue;
}

/** The kernels of the notebooks of this window, one for each. */
export class Kernels implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly kernelParts: KernelParts,
    private readonly sourceOf: (server: KernelServer) => KernelSource,
    private readonly onFailure: (error: unknown) => Promise<void>,
  ) {
    this.parts.add(
      vscode.workspace.onDidCloseNotebookDocument(({ uri }) => {
        const entry = this.entries.get(uri.toString());
        entry?.queue.clear();
        if (endsWithNotebook()) {
          void this.end(uri);
        }
      }),
    );
  }

  /** The kernel of a notebook, if it was made. */
  get(notebook: vscode.Uri): NotebookKernel | undefined {
    return this.entries.get(notebook.toString())?.kernel;
  }

  get all(): readonly NotebookKernel[] {
    return [...this.entries.values()].map(({ kernel }) => kernel);
  }

  async run(choice: KernelChoice, notebook: vscode.Uri, cells: readonly vscode.NotebookCell[]): Promise<void> {
    await this.entry(choice, notebook).queue.add(cells);
  }

  async interrupt(notebook: vscode.Uri): Promise<void> {
    const entry = this.entries.get(notebook.toString());
    entry?.queue.clear();
    await entry?.kernel.interrupt().catch(this.onFailure);
  }

  async restart(notebook: vscode.Uri): Promise<void> {
    const entry = this.entries.get(notebook.toString());
    entry?.queue.clear();
    await entry?.kernel.restart();
  }

  /** Ends the kernel of a notebook; errors are written to the log only. */
  async end(notebook: vscode.Uri): Promise<void> {
    const entry = this.entries.get(notebook.toString());
    this.entries.delete(notebook.toString());
    entry?.queue.clear();
    try {
      await entry?.kernel.shutDown();
    } catch (error) {
      this.kernelParts.log.warn(singleLine(error instanceof Error ? error.message : String(error), 1000));
    }
  }

  /** The notebook takes this kernel: another one's is done with, and what ran when the window was last open goes on. */
  async select(choice: KernelChoice, notebook: vscode.Uri): Promise<void> {
    const known = this.get(notebook);
    if (known !== undefined && known.controller !== choice.controller) {
      await this.end(notebook);
    } else if (known === undefined && this.isRunning(choice, notebook)) {
      this.entry(choice, notebook).queue.resume();
    }
  }

  dispose(): void {
    this.parts.dispose();
    for (const { kernel } of this.entries.values()) {
      kernel.dispose();
    }
    this.entries.clear();
  }

  private isRunning({ controller }: KernelChoice, notebook: vscode.Uri): boolean {
    const remembered = this.kernelParts.memory.get(notebook);
    return remembered?.controller === controller.id && remembered.running !== undefined;
  }

  private entry({ controller, server, specName }: KernelChoice, notebook: vscode.Uri): Entry {
    const known = this.entries.get(notebook.toString());
    if (known?.kernel.controller === controller) {
      return known;
    }
    if (known !== undefined) {
      void this.end(notebook);
    }
    const kernel = new NotebookKernel(notebook, controller, this.sourceOf(server), specName, this.kernelParts);
    const queue = new CellQueue(kernel, (error) => {
      if (!(error instanceof JupyterError && error.reason === 'cancelled')) {
        void this.onFailure(error);
      }
    });
    this.entries.set(notebook.toString(), { kernel, queue });
    return { kernel, queue };
  }
}
