import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { JupyterClient, SessionModel } from '../../core/jupyter/client.node';
import { cellRequest } from '../../core/jupyter/cellRequest';
import { JupyterError } from '../../core/jupyter/errors';
import { Kernel, type KernelListener } from '../../core/jupyter/kernel.node';
import type { KernelMessage } from '../../core/jupyter/messages';
import type { Proposal } from '../../core/jupyter/completion';
import { singleLine } from '../../core/text/safeText';
import { CellEdits } from './cellEdits';
import { CellRun, type Failure, type RunEnd } from './cellRun';
import { DisplayUpdates } from './displayUpdates';
import { askInput } from './inputPrompt';
import type { KernelParts } from './kernelParts';
import { KernelSetup } from './kernelSetup';
import { applyNextInput } from './nextInput';
import type { KernelSource } from './kernelSource';
import { openSession } from './openSession';
import { withStartProgress } from './startProgress';

// Late outputs of threads find their cell as long as the run is among these.
const KEPT_RUNS = 200;
const START_MS = 60_000;

/** The kernel of one notebook: started when the first cell runs, found again when the window is loaded again. */
export class NotebookKernel implements KernelListener {
  readonly edits: CellEdits;
  private readonly displays: DisplayUpdates;
  private readonly runs = new Map<string, CellRun>();
  private readonly setup: KernelSetup;
  private readonly connected = new AbortController();
  private starting: Promise<Kernel> | undefined;
  private client: JupyterClient | undefined;
  private session: SessionModel | undefined;
  private clientId: string = randomUUID();
  private kernel: Kernel | undefined;
  private current: { readonly run: CellRun; readonly cancel: vscode.CancellationTokenSource } | undefined;

  constructor(
    readonly notebook: vscode.Uri,
    readonly controller: vscode.NotebookController,
    readonly source: KernelSource,
    private readonly specName: string,
    private readonly parts: KernelParts,
  ) {
    this.edits = new CellEdits(controller);
    this.setup = new KernelSetup(notebook, source, parts);
    this.displays = new DisplayUpdates(() => this.document(), this.edits, this.logError);
  }

  /** Whether a kernel is there, or is about to be. */
  get exists(): boolean {
    return this.starting !== undefined;
  }

  /** Starts the kernel, or finds it again, unless that is done. Rejects with a {@link JupyterError}. */
  async start(): Promise<void> {
    this.starting ??= withStartProgress(this.source.label, (signal) => this.open(signal));
    try {
      await this.starting;
    } catch (error) {
      this.starting = undefined;
      throw error;
    }
  }

  /** Runs a cell to its end. The kernel has to be there. */
  async run(execution: vscode.NotebookCellExecution): Promise<boolean | undefined> {
    const { kernel } = this;
    const { cell } = execution;
    if (kernel === undefined) {
      throw new JupyterError('kernel', vscode.l10n.t('The kernel is not there any more. Run the cell again.'));
    }
    const { metadata } = cellRequest(cell.metadata, cell.document.uri.fragment);
    const startTime = Date.now();
    const run = new CellRun(startTime, execution, this.edits, this.logError);
    execution.start(startTime);
    await execution.clearOutput();
    const requestId = kernel.execute(cell.document.getText(), metadata, true);
    return this.follow(requestId, run);
  }

  /** Asks the kernel to stop what it does. */
  async interrupt(): Promise<void> {
    this.current?.cancel.cancel();
    await this.kernel?.interrupt();
  }

  /** Starts the kernel anew: its variables are gone. */
  async restart(): Promise<void> {
    this.abandonAll(undefined);
    await this.kernel?.restart();
    await this.setup.run(this.kernel);
  }

  /** Ends the kernel on its server. */
  async shutDown(): Promise<void> {
    const { client, session } = this;
    await this.parts.memory.set(this.notebook, undefined);
    this.dispose();
    if (session !== undefined) {
      await client?.endSession(session.id);
    }
  }

  /** Proposals for the text at an offset; none while the kernel is at work, as it would not answer before it is done. */
  async complete(code: string, offset: number): Promise<readonly Proposal[]> {
    return this.kernel?.idle === true ? this.kernel.complete(code, offset) : [];
  }

  /** Leaves the kernel to itself. */
  dispose(): void {
    this.connected.abort();
    this.abandonAll(undefined);
    this.kernel?.dispose();
    this.kernel = undefined;
    this.starting = undefined;
  }

  onMessage(requestId: string, message: KernelMessage): void {
    const run = this.runs.get(requestId);
    if (run === undefined) {
      this.setup.onMessage(requestId, message);
      return;
    }
    if (message.type === 'input_request') {
      void this.ask(run, message.content);
      return;
    }
    this.updateDisplays(message, run.cell);
    run.handle(message);
  }

  onRestarted(): void {
    const text = vscode.l10n.t(
      'The kernel died and was started again: its variables are gone. A lack of memory and a crash in native code are the usual causes.',
    );
    this.tellDeath(text);
    void this.setup.run(this.kernel);
  }

  onDead(): void {
    this.lose(vscode.l10n.t('The kernel died. The next run of a cell starts a new one, without its variables.'));
  }

  onDisconnected(): void {
    this.lose(vscode.l10n.t('The connection to {0} is lost. The next run of a cell tries again.', this.source.label));
  }

  onServerEnded(): void {
    this.lose(
      vscode.l10n.t('The local Jupyter server ended, and its kernels with it. The next run of a cell starts it anew.'),
    );
  }

  onAnswering(): void {
    // A run that was found again has ended meanwhile when the kernel takes other work.
    for (const run of this.runs.values()) {
      if (run === this.current?.run && this.resumed) {
        setTimeout(() => {
          run.abandon(undefined);
        }, 2000);
      }
    }
  }

  private resumed = false;

  /** Follows the run that an earlier start of the window has left. */
  async resume(): Promise<void> {
    const running = this.parts.memory.get(this.notebook)?.running;
    const cell = running === undefined ? undefined : this.document()?.getCells()[running.cellIndex];
    if (running === undefined || cell === undefined) {
      return;
    }
    const execution = this.controller.createNotebookCellExecution(cell);
    execution.executionOrder = cell.executionSummary?.executionOrder;
    execution.start(running.startTime);
    const run = new CellRun(running.startTime, execution, this.edits, this.logError);
    this.resumed = true;
    const followed = this.follow(running.requestId, run);
    try {
      await this.start();
    } catch (error) {
      run.abandon(undefined);
      throw error;
    } finally {
      await followed;
      this.resumed = false;
    }
  }

  private async follow(requestId: string, run: CellRun): Promise<boolean | undefined> {
    const cancel = new vscode.CancellationTokenSource();
    this.current = { run, cancel };
    this.keep(requestId, run);
    const remember = setTimeout(() => {
      void this.remember({ requestId, cellIndex: run.cell.index, startTime: run.startTime });
    }, 500);
    try {
      const end = await run.ended;
      showPages(run, end);
      await run.close(end);
      await applyNextInput(run.cell, end.payload);
      return end.success;
    } finally {
      clearTimeout(remember);
      cancel.dispose();
      this.current = undefined;
      void this.remember(undefined);
    }
  }

  private keep(requestId: string, run: CellRun): void {
    this.runs.set(requestId, run);
    const [oldest] = this.runs.keys();
    if (this.runs.size > KEPT_RUNS && oldest !== undefined) {
      this.runs.delete(oldest);
    }
  }

  private async open(signal: AbortSignal): Promise<Kernel> {
    const limit = AbortSignal.any([signal, this.connected.signal]);
    const client = await this.source.client(this.notebook, limit);
    this.client = client;
    const known = this.parts.memory.get(this.notebook);
    const mine = known?.controller === this.controller.id ? known : undefined;
    const path = this.source.pathOf(this.notebook);
    const opened = await openSession(client, { path, specName: this.specName, known: mine, label: this.source.label });
    this.session = opened.session;
    this.clientId = opened.found && mine !== undefined ? mine.clientId : this.clientId;
    const kernel = new Kernel(client.connect(this.kernelModel(opened.session), this.clientId), this);
    this.kernel = kernel;
    await this.untilReady(kernel, limit);
    if (!opened.found) {
      await this.setup.run(this.kernel);
    }
    await this.remember(this.resumed ? mine?.running : undefined);
    return kernel;
  }

  private kernelModel({ kernelId: id, kernelName: name }: SessionModel): {
    readonly id: string;
    readonly name: string;
  } {
    return { id, name };
  }

  private async untilReady(kernel: Kernel, signal: AbortSignal): Promise<void> {
    // A kernel that is at work answers when it is done.
    if (this.resumed) {
      return;
    }
    const limit = AbortSignal.timeout(START_MS);
    try {
      await kernel.ready(AbortSignal.any([signal, limit]));
    } catch (error) {
      kernel.dispose();
      const text = limit.aborted
        ? vscode.l10n.t(
            'The kernel did not answer within {0} s. It may be at work for another notebook page, or hang.',
            START_MS / 1000,
          )
        : vscode.l10n.t('The start of the kernel was cancelled.');
      throw new JupyterError(signal.aborted ? 'cancelled' : 'kernel', text, error);
    }
  }

  private async ask(run: CellRun, request: Parameters<typeof askInput>[0]): Promise<void> {
    const token = this.current?.run === run ? this.current.cancel.token : undefined;
    if (token === undefined) {
      return;
    }
    const value = await askInput(request, this.notebook, token);
    if (value !== undefined) {
      run.write(`${request.prompt}${request.password ? '········' : value}\n`);
      this.kernel?.answer(value);
    } else if (!token.isCancellationRequested) {
      // Who leaves the prompt has not answered it: an empty answer could mean yes.
      await this.kernel?.interrupt();
    }
  }

  private updateDisplays(message: KernelMessage, from: vscode.NotebookCell): void {
    if (message.type === 'update_display_data' || message.type === 'display_data') {
      const { data, transient } = message.content;
      if (transient.display_id !== undefined) {
        this.displays.add(transient.display_id, data, from);
      }
    }
  }

  private tellDeath(text: string): void {
    this.parts.log.warn(text);
    const failure = { name: 'DeadKernelError', message: text };
    this.abandonAll(failure);
    this.parts.onDeath(this, text);
  }

  // Without a kernel: the next run opens one.
  private lose(text: string): void {
    const { kernel } = this;
    if (kernel === undefined) {
      return;
    }
    this.kernel = undefined;
    this.starting = undefined;
    kernel.dispose();
    this.tellDeath(text);
  }

  private abandonAll(failure: Failure | undefined): void {
    this.current?.cancel.cancel();
    this.current?.run.abandon(failure);
  }

  private async remember(
    running: { requestId: string; cellIndex: number; startTime: number } | undefined,
  ): Promise<void> {
    const { session } = this;
    if (session !== undefined && !this.connected.signal.aborted) {
      const { id: sessionId, path, kernelId } = session;
      const shared = { controller: this.controller.id, sessionId, path, kernelId, clientId: this.clientId };
      await this.parts.memory.set(this.notebook, { ...shared, ...(running && { running }) });
    }
  }

  private document(): vscode.NotebookDocument | undefined {
    return vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === this.notebook.toString());
  }

  private readonly logError = (error: unknown): void => {
    this.parts.log.warn(singleLine(error instanceof Error ? error.message : String(error), 1000));
  };
}

// What `name?` tells comes as a page for a pager: here it is an output.
function showPages({ outputs }: CellRun, { payload }: RunEnd): void {
  for (const page of payload) {
    if (page.source === 'page') {
      outputs.apply({ type: 'display_data', content: { data: page.data, metadata: {}, transient: {} } });
    }
  }
}
