import type * as vscode from 'vscode';

/** A Jupyter server, as far as the kernel picker tells of it. */
export interface KernelServer {
  /** Stable: part of the ids of its controllers. `local`, or the base URL of a server. */
  readonly id: string;
  readonly place: 'local' | 'remote';
  /** As a person calls it. */
  readonly label: string;
}

/** Which kernel a notebook is to have. */
export interface KernelChoice {
  readonly controller: vscode.NotebookController;
  readonly server: KernelServer;
  readonly specName: string;
}
