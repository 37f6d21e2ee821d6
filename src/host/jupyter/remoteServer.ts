import * as vscode from 'vscode';
import { JupyterClient } from '../../core/jupyter/client.node';
import type { KernelServer } from './kernelChoice';
import type { KernelSource } from './kernelSource';
import { serverAccess } from './serverAccess';
import type { ServerStore } from './serverStore';

/** A Jupyter server by its address. */
export class RemoteServer implements KernelSource {
  readonly id: string;
  readonly place = 'remote';
  readonly label: string;

  constructor(
    server: KernelServer,
    private readonly store: ServerStore,
  ) {
    this.id = server.id;
    this.label = server.label;
  }

  async client(): Promise<JupyterClient> {
    const token = await this.store.token(this.id);
    return JupyterClient.load(await serverAccess(this.id, token));
  }

  // The server's own files are elsewhere: the path within the workspace is a name that people recognize.
  pathOf(notebook: vscode.Uri): string {
    const folder = vscode.workspace.getWorkspaceFolder(notebook);
    const path = folder === undefined ? (notebook.path.split('/').at(-1) ?? '') : relative(folder.uri, notebook);
    return path === '' ? 'notebook.ipynb' : path;
  }
}

function relative(folder: vscode.Uri, file: vscode.Uri): string {
  return file.path.slice(folder.path.length).replace(/^\/+/u, '');
}
