import type * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import type { KernelConnectionSource } from '../shared/kernelConnectionSource';
import type { Session } from '../shared/session';
import { PackageFiles } from './packageFiles';
import { RemoteConsent } from './remoteConsent';
import { SetupSource, type KernelFacts, type KernelPlace } from './setupSource';

/** What the feature needs. */
export interface NotebooksOptions {
  readonly session: Session;
  readonly connections: KernelConnectionSource;
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri' | 'globalState'>;
}

/** Cells that log themselves: kernels are set up for it, and cells show what they made. */
export class Notebooks implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly setup: SetupSource;

  constructor({ session, connections, context }: NotebooksOptions) {
    const files = new PackageFiles(context.extensionUri);
    const consent = new RemoteConsent(context.globalState);
    this.setup = new SetupSource({ session, connections, files, consent });
  }

  /** The Python text that sets up a kernel which has just started; to be run silently, before the first cell. */
  setupCode(place: KernelPlace, facts?: KernelFacts): Promise<string> {
    return this.setup.codeFor(place, facts);
  }

  dispose(): void {
    this.parts.dispose();
  }
}
