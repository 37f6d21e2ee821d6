import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import { CellContexts } from './cellContexts';
import { CellStatusBar } from './cellStatusBar';
import { JupyterKernels } from './jupyterKernels';
import type { NotebooksOptions } from './notebooks';
import { PackageFiles } from './packageFiles';
import { RemoteConsent } from './remoteConsent';
import { SetupSource } from './setupSource';
import { StartupCommands } from './startupCommands';

/** What there is while a notebook is open. It is loaded with the first one. */
export class NotebookSupport implements vscode.Disposable {
  private readonly parts = new Disposables();
  readonly setup: SetupSource;
  readonly startup: StartupCommands;
  readonly kernels: JupyterKernels;

  constructor({ session, connections, context, log }: NotebooksOptions) {
    const { globalState: memory, globalStorageUri: storage } = context;
    const files = new PackageFiles(context.extensionUri);
    this.setup = new SetupSource({ session, connections, files, consent: new RemoteConsent(memory) });
    this.startup = this.parts.add(
      new StartupCommands({ session, connections, packagePath: files.path, storage, confirm, log }),
    );
    this.kernels = this.parts.add(
      new JupyterKernels({ session, setup: this.setup, startup: this.startup, memory, log }),
    );
    this.parts.add(new CellStatusBar());
    this.parts.add(new CellContexts());
  }

  dispose(): void {
    this.parts.dispose();
  }
}

async function confirm(title: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showInformationMessage(title, { modal: true, detail }, action)) === action;
}
