import type { Kernel } from '@vscode/jupyter-extension';
import * as vscode from 'vscode';
import { probeCode } from '../../core/notebook/kernelSetup';
import { readAttached, readProof } from '../../core/notebook/kernelReply';
import { singleLine, withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import type { Session } from '../shared/session';
import { cellsToRunAgain } from './cellsToRunAgain';
import { findKernel, isDenied, runSilently } from './jupyterApi';
import { wantsSetUp } from './kernelWish';
import { withProofFile } from './proofFile';
import type { KernelPlace, SetupSource } from './setupSource';
import type { StartupCommands } from './startupCommands';

const DENIED = 'runlens.notebooks.accessDenied';

interface KernelParts {
  readonly session: Session;
  readonly setup: SetupSource;
  readonly startup: StartupCommands;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

/** A kernel that has run a cell of a notebook. */
interface Watched {
  readonly notebook: vscode.NotebookDocument;
  readonly kernel: Kernel;
  readonly parts: Disposables;
  /** What it was set up with since its start. */
  setUpWith?: string | undefined;
}

/**
 * Sets up the kernels of Microsoft's Jupyter extension, once after each start of theirs and when the connection has become
 * another. That extension asks the person first; a denial is remembered.
 */
export class JupyterKernels implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly watched = new Map<vscode.NotebookDocument, Watched>();
  private readonly looking = new Set<vscode.NotebookDocument>();
  private readonly ending = this.parts.add(new vscode.CancellationTokenSource());

  constructor(private readonly options: KernelParts) {
    this.parts.add(
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges }) => {
        if (cellChanges.some(({ executionSummary }) => executionSummary !== undefined) && wantsSetUp(notebook)) {
          void this.look(notebook);
        }
      }),
    );
    this.parts.add(
      vscode.workspace.onDidCloseNotebookDocument((notebook) => {
        this.forget(notebook);
      }),
    );
    this.parts.add(
      options.session.onDidChangeState(({ kind }) => {
        if (kind === 'connected') {
          this.setUpAgain();
        }
      }),
    );
  }

  /** Sets up the kernel of the active notebook now, whatever the setting says, and even after a denial. */
  async setUpActive(): Promise<void> {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    await this.options.memory.update(DENIED, undefined);
    const watched = notebook && (await this.watch(notebook));
    if (watched === undefined) {
      throw new Error(
        vscode.l10n.t('No Python kernel of Microsoft’s Jupyter extension runs for this notebook. Run a cell first.'),
      );
    }
    watched.setUpWith = undefined;
    await this.setUp(watched);
  }

  dispose(): void {
    this.ending.cancel();
    for (const { parts } of this.watched.values()) {
      parts.dispose();
    }
    this.parts.dispose();
  }

  private async look(notebook: vscode.NotebookDocument): Promise<void> {
    if (this.looking.has(notebook) || !this.mayAsk()) {
      return;
    }
    this.looking.add(notebook);
    try {
      const watched = await this.watch(notebook);
      await (watched && this.setUp(watched));
    } catch (error) {
      this.options.log.warn(`The kernel of a notebook could not be found: ${String(error)}`);
    } finally {
      this.looking.delete(notebook);
    }
  }

  /** A kernel that is set up at its start needs access for credentials alone. */
  private mayAsk(): boolean {
    const isDenied = this.options.memory.get(DENIED) === true;
    return !isDenied && (!this.options.startup.active || this.options.setup.hasCredentials);
  }

  private async watch(notebook: vscode.NotebookDocument): Promise<Watched | undefined> {
    const kernel = await findKernel(notebook);
    const known = this.watched.get(notebook);
    if (kernel?.language !== 'python' || notebook.isClosed) {
      return undefined;
    }
    if (known?.kernel === kernel) {
      return known;
    }
    this.forget(notebook);
    const watched: Watched = { notebook, kernel, parts: new Disposables() };
    this.watched.set(notebook, watched);
    watched.parts.add(
      kernel.onDidChangeStatus((status) => {
        this.follow(watched, status);
      }),
    );
    return watched;
  }

  private follow(watched: Watched, status: Kernel['status']): void {
    if (status === 'restarting' || status === 'autorestarting' || status === 'dead' || status === 'terminating') {
      watched.setUpWith = undefined;
    } else if ((status === 'idle' || status === 'busy') && watched.setUpWith === undefined && this.mayAsk()) {
      void this.setUp(watched);
    }
  }

  private setUpAgain(): void {
    for (const watched of this.watched.values()) {
      if (watched.setUpWith !== undefined) {
        void this.setUp(watched);
      }
    }
  }

  private async setUp(watched: Watched): Promise<void> {
    const wish = await this.options.setup.identity();
    if (watched.setUpWith === wish || this.watched.get(watched.notebook) !== watched) {
      return;
    }
    const isFirst = watched.setUpWith === undefined;
    watched.setUpWith = wish;
    try {
      await this.run(watched);
      if (isFirst) {
        void this.offerToRunAgain(watched.notebook);
      }
    } catch (error) {
      await this.failed(error);
    }
  }

  private async run({ kernel, notebook }: Watched): Promise<void> {
    const place = await this.placeOf(kernel);
    const code = await this.options.setup.codeFor(place, { notebook: notebook.uri, report: true });
    const attached = readAttached(await runSilently(kernel, code, this.ending.token));
    const uri = attached?.trackingUri ?? 'MLflow’s default';
    this.options.log.info(
      singleLine(`A ${place} kernel is set up, runlens ${attached?.version ?? 'unknown'}, which logs to ${uri}.`, 500),
    );
  }

  private placeOf(kernel: Kernel): Promise<KernelPlace> {
    return withProofFile(async (path, word) => {
      const printed = await runSilently(kernel, probeCode(path), this.ending.token);
      return readProof(printed) === word ? 'local' : 'remote';
    });
  }

  private async failed(error: unknown): Promise<void> {
    const { log, memory, startup } = this.options;
    if (!isDenied(error)) {
      log.warn(`A kernel was not set up: ${singleLine(error instanceof Error ? error.message : String(error), 1000)}`);
      return;
    }
    if (memory.get(DENIED) === true) {
      return;
    }
    await memory.update(DENIED, true);
    const atStart = vscode.l10n.t('Set Up Kernels at Start…');
    const text = vscode.l10n.t(
      'Runlens was denied access to kernels, so cells don’t log themselves. A start-up command does without it, and so does %load_ext runlens in a cell where runlens is installed.',
    );
    if (!startup.active && (await vscode.window.showInformationMessage(text, atStart)) === atStart) {
      await vscode.commands.executeCommand('runlens.notebooks.setUpAtStart');
    }
  }

  /** Cells that were to be logged, and ran before the kernel knew how. */
  private async offerToRunAgain(notebook: vscode.NotebookDocument): Promise<void> {
    const cells = cellsToRunAgain(notebook);
    const [first] = cells;
    if (first === undefined) {
      return;
    }
    const again = vscode.l10n.t('Run Again');
    const atStart = vscode.l10n.t('Set Up Kernels at Start…');
    const text =
      cells.length === 1
        ? vscode.l10n.t('The kernel is set up for MLflow now. A cell ran before that, and was not logged.')
        : vscode.l10n.t(
            'The kernel is set up for MLflow now. {0} cells ran before that, and were not logged.',
            cells.length,
          );
    const others = this.options.startup.active ? [] : [atStart];
    const answer = await vscode.window.showInformationMessage(withoutIcons(text), again, ...others);
    if (answer === again) {
      const ranges = cells.map(({ index }) => ({ start: index, end: index + 1 }));
      await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
    } else if (answer === atStart) {
      await vscode.commands.executeCommand('runlens.notebooks.setUpAtStart');
    }
  }

  private forget(notebook: vscode.NotebookDocument): void {
    this.watched.get(notebook)?.parts.dispose();
    this.watched.delete(notebook);
  }
}
