import * as vscode from 'vscode';
import { JupyterError } from '../../core/jupyter/errors';
import { singleLine } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import { CellQueue } from './cellQueue';
import type { KernelParts } from './kernelParts';
import type { KernelSource } from './kernelSource';
import { NotebookKernel } from './notebookKernel';
import { endsWithNotebook } from './settings';

/** Which kernel a notebook is to have. */
export interface KernelChoice {
  readonly controller: vscode.NotebookController;
  readonly source: KernelSource;
  readonly specName: string;
}

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
    private readonly onFailure: (error: unknown, notebook: vscode.Uri) => void,
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
    await entry?.kernel.interrupt();
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

  /** Goes on with what ran when the window was last open. */
  resume(choice: KernelChoice, notebook: vscode.Uri): void {
    if (this.get(notebook) === undefined && this.kernelParts.memory.get(notebook)?.running !== undefined) {
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

  private entry({ controller, source, specName }: KernelChoice, notebook: vscode.Uri): Entry {
    const known = this.entries.get(notebook.toString());
    if (known?.kernel.controller === controller) {
      return known;
    }
    if (known !== undefined) {
      void this.end(notebook);
    }
    const kernel = new NotebookKernel(notebook, controller, source, specName, this.kernelParts);
    const queue = new CellQueue(kernel, (error) => {
      if (!(error instanceof JupyterError && error.reason === 'cancelled')) {
        this.onFailure(error, notebook);
      }
    });
    this.entries.set(notebook.toString(), { kernel, queue });
    return { kernel, queue };
  }
}
