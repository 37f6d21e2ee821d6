import type * as vscode from 'vscode';
import { setupCode, type KernelConnection } from '../../core/notebook/kernelSetup';
import { remoteConnection } from '../../core/notebook/remoteConnection';
import type { KernelConnectionSource } from '../shared/kernelConnectionSource';
import type { Session } from '../shared/session';
import { settledState } from '../shared/settledState';
import { logsAllCells } from './cells';
import type { PackageFiles } from './packageFiles';
import type { RemoteConsent } from './remoteConsent';

/** How long a kernel's first cell waits for a connection that is being made; one that is not there may not come at all. */
const WAIT = { none: 1000, connecting: 30_000 };

/** Whether a kernel runs on this machine, and so sees its files. */
export type KernelPlace = 'local' | 'remote';

/** What is known of a kernel. */
export interface KernelFacts {
  readonly notebook?: vscode.Uri;
  /** The address of the Jupyter server that a remote kernel belongs to. Without one it gets no credentials. */
  readonly jupyterServer?: string;
  /** Prints what `runlens.attach` has answered, as JSON. */
  readonly report?: boolean;
}

interface SetupParts {
  readonly session: Session;
  readonly connections: KernelConnectionSource;
  readonly files: PackageFiles;
  readonly consent: RemoteConsent;
}

/** Makes the Python text that sets up a kernel, see `core/notebook/kernelSetup`. */
export class SetupSource {
  constructor(private readonly parts: SetupParts) {}

  /** Whether a kernel needs a secret to log. */
  get hasCredentials(): boolean {
    return (this.parts.connections.kernelConnection?.credentials.kind ?? 'none') !== 'none';
  }

  /** Differs when a kernel would be set up in another way than before. It holds secrets: to compare, not to keep or show. */
  async identity(): Promise<string> {
    await settledState(this.parts.session, WAIT);
    return JSON.stringify([this.parts.connections.kernelConnection, logsAllCells()]);
  }

  /** For a kernel that has just started. Waits for a connection that is being made, and asks before credentials go far. */
  async codeFor(place: KernelPlace, facts: KernelFacts = {}): Promise<string> {
    await settledState(this.parts.session, WAIT);
    const { files, connections } = this.parts;
    const isRemote = place === 'remote';
    return setupCode({
      packagePath: files.path,
      ...(isRemote && { packageSources: await files.readSources() }),
      connection: isRemote ? await this.forRemote(facts) : connections.kernelConnection,
      ...(facts.notebook && { notebookPath: facts.notebook.fsPath }),
      logAll: logsAllCells(),
      report: facts.report ?? false,
    });
  }

  private async forRemote({ jupyterServer }: KernelFacts): Promise<KernelConnection | undefined> {
    const { kernelConnection } = this.parts.connections;
    const open = remoteConnection(kernelConnection, true);
    const mayAsk = jupyterServer !== undefined && open !== undefined && open.credentials.kind !== 'none';
    const agreed = mayAsk && (await this.parts.consent.ask(jupyterServer, open.trackingUri));
    return remoteConnection(kernelConnection, agreed);
  }
}
