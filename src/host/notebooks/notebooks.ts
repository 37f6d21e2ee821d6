import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import type { KernelConnectionSource } from '../shared/kernelConnectionSource';
import { lazily } from '../shared/lazily';
import type { Session } from '../shared/session';
import { showFailure } from '../shared/showError';
import type { KernelFacts, KernelPlace } from './setupSource';

/** What the feature needs. */
export interface NotebooksOptions {
  readonly session: Session;
  readonly connections: KernelConnectionSource;
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri' | 'globalState' | 'globalStorageUri'>;
  readonly log: vscode.LogOutputChannel;
}

/** Notebooks that have kernels: files, and Microsoft's interactive window. */
const TYPES = new Set(['jupyter-notebook', 'interactive']);

type Work = (clicked: unknown) => Promise<void>;

/** Cells that log themselves: kernels are set up for it, and cells show what they made. */
export class Notebooks implements vscode.Disposable {
  private readonly parts = new Disposables();

  private readonly support = lazily(async () => {
    const { NotebookSupport } = await import('./notebookSupport');
    return this.parts.add(new NotebookSupport(this.options));
  });

  private readonly cells = lazily(async () => {
    const { CellCommands } = await import('./cellCommands');
    return this.parts.add(new CellCommands(this.options.session));
  });

  constructor(private readonly options: NotebooksOptions) {
    this.registerKernelCommands();
    this.registerCellCommands();
    this.followNotebooks();
  }

  /** The Python text that sets up a kernel which has just started; to be run silently, before the first cell. */
  async setupCode(place: KernelPlace, facts?: KernelFacts): Promise<string> {
    const { setup } = await this.support();
    return setup.codeFor(place, facts);
  }

  dispose(): void {
    this.parts.dispose();
  }

  /** The rest comes with the first notebook. */
  private followNotebooks(): void {
    const look = ({ notebookType }: vscode.NotebookDocument): void => {
      if (TYPES.has(notebookType)) {
        opening.dispose();
        this.support().catch((error: unknown) => {
          this.options.log.error(error instanceof Error ? error : String(error));
        });
      }
    };
    const opening = this.parts.add(vscode.workspace.onDidOpenNotebookDocument(look));
    vscode.workspace.notebookDocuments.forEach(look);
  }

  private registerKernelCommands(): void {
    this.command('runlens.notebooks.setUpKernel', vscode.l10n.t('Couldn’t set up the kernel.'), async () => {
      await (await this.support()).kernels.setUpActive();
    });
    const atStart = vscode.l10n.t('Couldn’t change the start-up commands.');
    this.command('runlens.notebooks.setUpAtStart', atStart, async () => (await this.support()).startup.add());
    this.command('runlens.notebooks.removeSetUpAtStart', atStart, async () => (await this.support()).startup.remove());
  }

  private registerCellCommands(): void {
    const toggled = vscode.l10n.t('Couldn’t change the cell.');
    this.command('runlens.notebook.toggleCell', toggled, async (cell) => (await this.cells()).toggle(cell));
    // The same with another title and icon: an item of a menu cannot show a state.
    this.command('runlens.notebook.stopLoggingCell', toggled, async (cell) => (await this.cells()).toggle(cell));
    this.command('runlens.notebook.showRun', vscode.l10n.t('Couldn’t show the run.'), async (cell) =>
      (await this.cells()).showRun(cell),
    );
    this.command('runlens.notebook.compareWithPrevious', vscode.l10n.t('Couldn’t compare the runs.'), async (cell) =>
      (await this.cells()).comparePrevious(cell),
    );
    this.command('runlens.notebook.showCodeChange', vscode.l10n.t('Couldn’t show what changed.'), async (cell) =>
      (await this.cells()).whatChanged(cell),
    );
    this.command('runlens.notebook.restoreCells', vscode.l10n.t('Couldn’t restore the cells.'), async (node) =>
      (await this.cells()).restoreCells(node),
    );
  }

  private command(id: string, failed: string, work: Work): void {
    this.parts.add(
      vscode.commands.registerCommand(id, async (clicked: unknown) => {
        try {
          await work(clicked);
        } catch (error) {
          showFailure(this.options.log, failed, error);
        }
      }),
    );
  }
}
