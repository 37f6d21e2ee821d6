import { randomBytes } from 'node:crypto';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, parse } from 'node:path';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { JupyterClient } from '../../core/jupyter/client.node';
import { JupyterError } from '../../core/jupyter/errors';
import { jupyterEnvironment, jupyterServer } from '../../core/jupyter/localCommand';
import { waitUntilHealthy } from '../../core/localServer/health.node';
import { freePort } from '../../core/localServer/port.node';
import { ServerProcess } from '../../core/localServer/serverProcess.node';
import type { ListInterpreters } from '../shared/interpreters';
import { chooseInterpreter } from './chooseInterpreter';
import type { KernelSource } from './kernelSource';

const START_MS = 60_000;
// A window that is loaded again has this long to find its server.
const GRACE_SECONDS = 20;
const TOUCH_MS = 4000;
const STATE = 'runlens.jupyter.localServer';
const SECRET = 'runlens.jupyter.localToken';

const StateSchema = v.object({ port: v.number(), lease: v.string() });

interface Running {
  readonly port: number;
  readonly token: string;
  readonly lease: string;
  /** Absent for one that an earlier start of the window has started. */
  readonly process?: ServerProcess;
  readonly touching: NodeJS.Timeout;
}

/** What the server of our own works with. */
export interface LocalServerParts {
  readonly storage: vscode.Uri;
  readonly state: vscode.Memento;
  readonly secrets: vscode.SecretStorage;
  readonly output: vscode.LogOutputChannel;
  readonly listInterpreters: ListInterpreters;
}

/**
 * A Jupyter server that the extension starts from the workspace's Python, on the loopback interface. It ends some seconds after
 * its window; a window that is loaded again finds it, with its kernels.
 */
export class LocalJupyter implements KernelSource, vscode.Disposable {
  readonly id = 'local';
  readonly place = 'local';
  readonly label = vscode.l10n.t('Local Server');
  private running: Running | undefined;
  private starting: Promise<Running> | undefined;
  private readonly ended = new vscode.EventEmitter<string>();
  /** Fires when the server has ended by itself, with how. */
  readonly onDidEnd = this.ended.event;

  constructor(private readonly parts: LocalServerParts) {}

  async client(notebook: vscode.Uri, signal: AbortSignal): Promise<JupyterClient> {
    this.starting ??= this.running === undefined ? this.findOrLaunch(notebook, signal) : undefined;
    const running = await (this.starting?.finally(() => (this.starting = undefined)) ?? this.running);
    if (running === undefined) {
      throw new JupyterError('ended', vscode.l10n.t('The local Jupyter server has ended. Run the cell again.'));
    }
    return this.connect(running);
  }

  // From the root of the file system, which is the server's own root too.
  pathOf(notebook: vscode.Uri): string {
    const path = notebook.scheme === 'file' ? notebook.fsPath : join(this.folder(notebook), baseName(notebook));
    return path.slice(parse(path).root.length).replaceAll('\\', '/');
  }

  /** Ends the server and its kernels. */
  async stop(): Promise<void> {
    const { running } = this;
    this.forget();
    if (running === undefined) {
      return;
    }
    const client = await this.connect(running);
    await client.shutdownServer().catch(() => undefined);
    await running.process?.stop();
  }

  /** Leaves the server to its grace: the window may be about to come back. */
  dispose(): void {
    if (this.running !== undefined) {
      clearInterval(this.running.touching);
      this.running.process?.release();
    }
    this.ended.dispose();
  }

  private async findOrLaunch(notebook: vscode.Uri, signal: AbortSignal): Promise<Running> {
    const found = (await this.findAgain()) ?? (await this.launch(notebook, signal));
    this.running = found;
    return found;
  }

  private async findAgain(): Promise<Running | undefined> {
    const state = v.safeParse(StateSchema, this.parts.state.get(STATE));
    const token = await this.parts.secrets.get(SECRET);
    if (!state.success || token === undefined) {
      return undefined;
    }
    const { port, lease } = state.output;
    try {
      await touch(lease);
      const client = await this.connect({ port, token });
      await client.sessions();
      this.parts.output.info(`Found the Jupyter server at 127.0.0.1:${port} again.`);
      return { port, token, lease, touching: keepTouching(lease) };
    } catch {
      return undefined;
    }
  }

  private async launch(notebook: vscode.Uri, signal: AbortSignal): Promise<Running> {
    if (!vscode.workspace.isTrusted) {
      const text = vscode.l10n.t('A kernel runs Python from this workspace, which is not trusted. Trust it first.');
      throw new JupyterError('untrusted', text);
    }
    const python = await chooseInterpreter(await this.parts.listInterpreters(this.folderUri(notebook)), signal);
    const token = randomBytes(24).toString('hex');
    const port = await freePort();
    const lease = await this.newLease();
    this.parts.output.info(`Starting a Jupyter server with Python ${python.version}: ${python.path}`);
    const server = new ServerProcess({
      python: python.path,
      args: jupyterServer({
        port,
        root: parse(this.folder(notebook)).root,
        lease: { file: lease, graceSeconds: GRACE_SECONDS },
        asRoot: process.getuid?.() === 0,
      }),
      env: jupyterEnvironment({
        environment: process.env,
        token,
        bin: isAbsolute(python.path) ? dirname(python.path) : undefined,
        pathDelimiter: delimiter,
      }),
      cwd: dirname(lease),
      onLine: (line) => {
        this.parts.output.info(line.replaceAll(token, '…'));
      },
    });
    await untilReady(server, port, signal);
    await this.parts.state.update(STATE, { port, lease });
    await this.parts.secrets.store(SECRET, token);
    const running = { port, token, lease, process: server, touching: keepTouching(lease) };
    void server.ended.then((how) => {
      this.onEnded(server, how);
    });
    return running;
  }

  private onEnded(server: ServerProcess, how: string): void {
    if (this.running?.process === server) {
      this.forget();
      this.parts.output.warn(`The Jupyter server ended (${how}).`);
      this.ended.fire(how);
    }
  }

  private forget(): void {
    clearInterval(this.running?.touching);
    this.running = undefined;
    void this.parts.state.update(STATE, undefined);
    void this.parts.secrets.delete(SECRET);
  }

  private connect({ port, token }: Pick<Running, 'port' | 'token'>): Promise<JupyterClient> {
    // No proxy lies between this machine and itself.
    const baseUrl = `http://127.0.0.1:${port}/`;
    return JupyterClient.load({ baseUrl, token, fetch: (input, init) => globalThis.fetch(input, init) });
  }

  private async newLease(): Promise<string> {
    const { fsPath } = this.parts.storage;
    await mkdir(fsPath, { recursive: true });
    const lease = join(fsPath, 'jupyter.lease');
    await writeFile(lease, '');
    return lease;
  }

  private folderUri(notebook: vscode.Uri): vscode.Uri | undefined {
    return (vscode.workspace.getWorkspaceFolder(notebook) ?? vscode.workspace.workspaceFolders?.[0])?.uri;
  }

  private folder(notebook: vscode.Uri): string {
    const folder = this.folderUri(notebook);
    return notebook.scheme === 'file'
      ? dirname(notebook.fsPath)
      : folder?.scheme === 'file'
        ? folder.fsPath
        : this.parts.storage.fsPath;
  }
}

function baseName(notebook: vscode.Uri): string {
  return notebook.path.split('/').at(-1) ?? 'notebook.ipynb';
}

async function untilReady(server: ServerProcess, port: number, signal: AbortSignal): Promise<void> {
  const waiting = new AbortController();
  const limit = AbortSignal.timeout(START_MS);
  const died = server.ended.then((how) => {
    const last = server.lastLines.slice(-3).join(' ');
    throw new JupyterError(
      'ended',
      vscode.l10n.t('The local Jupyter server ended while it started ({0}). {1}', how, last),
    );
  });
  died.catch(() => undefined);
  try {
    await Promise.race([waitUntilHealthy(port, '/api', AbortSignal.any([signal, limit, waiting.signal])), died]);
  } catch (error) {
    waiting.abort();
    await server.stop();
    if (error instanceof JupyterError) {
      throw error;
    }
    throw signal.aborted
      ? new JupyterError('cancelled', vscode.l10n.t('The start of the kernel was cancelled.'), error)
      : new JupyterError(
          'ended',
          vscode.l10n.t('The local Jupyter server did not answer within {0} s and was ended.', START_MS / 1000),
          error,
        );
  }
}

function keepTouching(lease: string): NodeJS.Timeout {
  return setInterval(() => {
    void touch(lease).catch(() => undefined);
  }, TOUCH_MS);
}

async function touch(lease: string): Promise<void> {
  const now = new Date();
  await utimes(lease, now, now);
}
