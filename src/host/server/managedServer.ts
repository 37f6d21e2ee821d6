import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { checkStoreFile } from '../../core/connection/storeFile.node';
import { LocalServerError } from '../../core/localServer/errors';
import { waitUntilHealthy } from '../../core/localServer/health.node';
import { freePort } from '../../core/localServer/port.node';
import { findPython, hasAll } from '../../core/localServer/python.node';
import { RestartLimit } from '../../core/localServer/restartLimit';
import { ServerProcess } from '../../core/localServer/serverProcess.node';
import { serverEnvironment, supervisedServer } from '../../core/localServer/supervisor';
import { withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import type { ListInterpreters } from '../shared/interpreters';
import type { LocalServer } from '../shared/session';
import { withAbort, type Progress } from './progress';

const START_MS = 120_000;
const MAX_TEXT = 1200;

interface Running {
  readonly store: string;
  readonly port: number;
  readonly address: string;
  readonly process: ServerProcess;
}

interface Starting {
  readonly store: string;
  readonly address: Promise<string>;
  readonly abort: AbortController;
}

/** Runs MLflow's own server over one store at a time, and starts it again when it dies. */
export class ManagedServer implements LocalServer, vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly addressChanged = this.parts.add(new vscode.EventEmitter<string | undefined>());
  private readonly restarts = new RestartLimit();
  private running: Running | undefined;
  private starting: Starting | undefined;
  private readonly disposal = new AbortController();

  readonly onDidChangeAddress = this.addressChanged.event;

  constructor(
    private readonly output: vscode.OutputChannel,
    private readonly listInterpreters: ListInterpreters,
  ) {}

  /** The store that is served, or is about to be. */
  get store(): string | undefined {
    return this.running?.store ?? this.starting?.store;
  }

  async ensureStarted(store: vscode.Uri): Promise<string> {
    const path = store.fsPath;
    if (this.starting?.store === path) {
      return this.starting.address;
    }
    if (this.running?.store === path) {
      return this.running.address;
    }
    if (this.store !== undefined) {
      await this.end();
      return this.ensureStarted(store);
    }
    this.restarts.reset();
    return this.start(path, undefined);
  }

  /** Ends the server, or the start that is under way. */
  async stop(): Promise<void> {
    const ran = this.store !== undefined;
    await this.end();
    if (ran) {
      this.addressChanged.fire(undefined);
    }
  }

  dispose(): void {
    this.disposal.abort();
    this.starting?.abort.abort();
    this.running?.process.release();
    this.running = undefined;
    this.parts.dispose();
  }

  private isDisposed(): boolean {
    return this.disposal.signal.aborted;
  }

  private async end(): Promise<void> {
    const { running, starting } = this;
    this.running = undefined;
    starting?.abort.abort();
    await starting?.address.catch(() => undefined);
    await running?.process.stop();
  }

  private start(store: string, preferredPort: number | undefined): Promise<string> {
    const abort = new AbortController();
    const address = withAbort(
      { title: vscode.l10n.t('Starting the local MLflow server'), limitMs: START_MS, abort },
      async (progress, signal) => this.launch(store, preferredPort, progress, signal),
    ).finally(() => {
      this.starting = undefined;
    });
    this.starting = { store, address, abort };
    return address;
  }

  private async launch(
    store: string,
    preferredPort: number | undefined,
    progress: Progress,
    signal: AbortSignal,
  ): Promise<string> {
    await checkStore(store);
    progress.report({ message: vscode.l10n.t('looking for Python with MLflow') });
    const python = await this.choosePython(store, signal);
    const port = await freePort(preferredPort);
    progress.report({ message: vscode.l10n.t('waiting for its first answer') });
    const server = new ServerProcess({
      python,
      args: supervisedServer({ port, store, artifacts: join(dirname(store), 'mlartifacts') }),
      env: serverEnvironment(process.env),
      cwd: dirname(store),
      onLine: (line) => {
        this.output.appendLine(line);
      },
    });
    await untilReady(server, port, signal);
    const address = `http://127.0.0.1:${port}`;
    const running = { store, port, address, process: server };
    this.running = running;
    this.output.appendLine(`[Runlens] ${address} serves ${store}`);
    void server.ended.then((how) => this.restart(running, how));
    return address;
  }

  private async choosePython(store: string, signal: AbortSignal): Promise<string> {
    if (!vscode.workspace.isTrusted) {
      throw new LocalServerError(
        'untrusted',
        vscode.l10n.t('The local server runs Python from this workspace, which is not trusted. Trust it first.'),
      );
    }
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(store))?.uri;
    const paths = await this.listInterpreters(folder);
    const found = await findPython(paths, ['mlflow'], signal);
    const python = found.find(hasAll);
    if (python === undefined) {
      throw found[0] === undefined ? noPython(paths) : noMlflow(found.map(({ path }) => path));
    }
    this.output.appendLine(
      `[Runlens] Python ${python.version} with MLflow ${python.packages.mlflow ?? ''}: ${python.path}`,
    );
    return python.path;
  }

  private async restart(ended: Running, how: string): Promise<void> {
    if (this.running !== ended || this.isDisposed()) {
      return;
    }
    this.running = undefined;
    this.output.appendLine(`[Runlens] The server ended (${how}).`);
    if (!this.restarts.allow(Date.now())) {
      this.giveUp(vscode.l10n.t('The local MLflow server ended 4 times within 5 minutes.'), ended);
      return;
    }
    try {
      const address = await this.start(ended.store, ended.port);
      if (address !== ended.address) {
        this.addressChanged.fire(address);
      }
    } catch (error) {
      if (!this.isDisposed()) {
        this.giveUp(error instanceof Error ? error.message : String(error), ended);
      }
    }
  }

  private giveUp(reason: string, { process }: Running): void {
    this.addressChanged.fire(undefined);
    const showLog = vscode.l10n.t('Show Server Log');
    const [lastLine] = process.lastLines.slice(-1);
    const text = lastLine === undefined ? reason : `${reason} ${vscode.l10n.t('Its last line: {0}', lastLine)}`;
    void vscode.window.showErrorMessage(withoutIcons(text, MAX_TEXT), showLog).then((picked) => {
      if (picked === showLog) {
        this.output.show(true);
      }
    });
  }
}

async function checkStore(store: string): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(store))?.uri.fsPath;
  if (/[%?]/u.test(store)) {
    throw new LocalServerError(
      'store',
      vscode.l10n.t(
        'MLflow can’t open a store whose path contains “%” or “?”: {0}. Rename the folder or the file.',
        store,
      ),
    );
  }
  await checkStoreFile(store, folder);
}

async function untilReady(process: ServerProcess, port: number, signal: AbortSignal): Promise<void> {
  const waiting = new AbortController();
  const either = AbortSignal.any([signal, waiting.signal]);
  const died = process.ended.then((how) => {
    throw new LocalServerError(
      'ended',
      vscode.l10n.t(
        'The local MLflow server ended while it started ({0}). {1}',
        how,
        process.lastLines.slice(-3).join(' '),
      ),
    );
  });
  try {
    await Promise.race([waitUntilHealthy(port, '/health', either), died]);
  } catch (error) {
    waiting.abort();
    died.catch(() => undefined);
    await process.stop();
    throw error;
  }
  died.catch(() => undefined);
}

function noPython(tried: readonly string[]): LocalServerError {
  return new LocalServerError(
    'no-python',
    vscode.l10n.t(
      'No Python was found (tried {0}). Install Python 3.10 or later with MLflow, or name an interpreter in the setting “runlens.pythonPath”.',
      tried.join(', '),
    ),
  );
}

function noMlflow(found: readonly string[]): LocalServerError {
  return new LocalServerError(
    'no-mlflow',
    vscode.l10n.t(
      'No Python that was found has MLflow (asked {0}). Install the package “mlflow” into one of them.',
      found.join(', '),
    ),
  );
}
