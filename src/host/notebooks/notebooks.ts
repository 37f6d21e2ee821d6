import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import type { KernelConnectionSource } from '../shared/kernelConnectionSource';
import type { Session } from '../shared/session';
import { showFailure } from '../shared/showError';
import { CellContexts } from './cellContexts';
import { CellStatusBar } from './cellStatusBar';
import { JupyterKernels } from './jupyterKernels';
import { PackageFiles } from './packageFiles';
import { RemoteConsent } from './remoteConsent';
import { RunDocuments } from './runDocuments';
import { SetupSource, type KernelFacts, type KernelPlace } from './setupSource';
import { StartupCommands } from './startupCommands';
import { toggleCells } from './toggleCell';

/** What the feature needs. */
export interface NotebooksOptions {
  readonly session: Session;
  readonly connections: KernelConnectionSource;
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri' | 'globalState' | 'globalStorageUri'>;
  readonly log: vscode.LogOutputChannel;
}

type Work = (clicked: unknown) => Promise<void>;

/** Cells that log themselves: kernels are set up for it, and cells show what they made. */
export class Notebooks implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly setup: SetupSource;

  constructor(private readonly options: NotebooksOptions) {
    const { session, connections, context, log } = options;
    const files = new PackageFiles(context.extensionUri);
    const consent = new RemoteConsent(context.globalState);
    this.setup = new SetupSource({ session, connections, files, consent });
    const storage = context.globalStorageUri;
    const startup = this.parts.add(
      new StartupCommands({ session, connections, packagePath: files.path, storage, confirm, log }),
    );
    const memory = context.globalState;
    const kernels = this.parts.add(new JupyterKernels({ session, setup: this.setup, startup, memory, log }));
    this.parts.add(new CellStatusBar());
    this.parts.add(new CellContexts());
    this.registerKernelCommands(kernels, startup);
    this.registerCellCommands();
  }

  /** The Python text that sets up a kernel which has just started; to be run silently, before the first cell. */
  setupCode(place: KernelPlace, facts?: KernelFacts): Promise<string> {
    return this.setup.codeFor(place, facts);
  }

  dispose(): void {
    this.parts.dispose();
  }

  private registerKernelCommands(kernels: JupyterKernels, startup: StartupCommands): void {
    this.command('runlens.notebooks.setUpKernel', vscode.l10n.t('Couldn’t set up the kernel.'), () =>
      kernels.setUpActive(),
    );
    this.command('runlens.notebooks.setUpAtStart', vscode.l10n.t('Couldn’t add the start-up command.'), () =>
      startup.add(),
    );
    this.command('runlens.notebooks.removeSetUpAtStart', vscode.l10n.t('Couldn’t remove the start-up command.'), () =>
      startup.remove(),
    );
  }

  private registerCellCommands(): void {
    const { session } = this.options;
    const documents = this.parts.add(new RunDocuments());
    const toggled = vscode.l10n.t('Couldn’t change the cell.');
    this.command('runlens.notebook.toggleCell', toggled, toggleCells);
    // The same with another title and icon: an item of a menu cannot show a state.
    this.command('runlens.notebook.stopLoggingCell', toggled, toggleCells);
    this.command('runlens.notebook.compareWithPrevious', vscode.l10n.t('Couldn’t compare the runs.'), async (cell) => {
      const [{ readRunPair }, { compareRuns }] = await Promise.all([import('./runPair'), import('./compareRuns')]);
      await compareRuns(await readRunPair(session, cell), documents);
    });
    this.command('runlens.notebook.showCodeChange', vscode.l10n.t('Couldn’t show what changed.'), async (cell) => {
      const [{ readRunPair }, { showCodeChange }] = await Promise.all([import('./runPair'), import('./codeChange')]);
      await showCodeChange(await readRunPair(session, cell));
    });
    this.command('runlens.notebook.restoreCells', vscode.l10n.t('Couldn’t restore the cells.'), async (node) => {
      const { restoreCells } = await import('./restoreCells');
      await restoreCells(session, node);
    });
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

async function confirm(title: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showInformationMessage(title, { modal: true, detail }, action)) === action;
}
