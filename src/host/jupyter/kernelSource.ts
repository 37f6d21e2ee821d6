import type * as vscode from 'vscode';
import type { JupyterClient } from '../../core/jupyter/client.node';

/** A Jupyter server, saved or of our own, that kernels come from. */
export interface KernelSource {
  /** Stable: part of the ids of its controllers. `local`, or the base URL of a server. */
  readonly id: string;
  readonly place: 'local' | 'remote';
  /** As a person calls it. */
  readonly label: string;
  /** Resolves to a client of the running server; starts our own. Rejects with a JupyterError. */
  client(notebook: vscode.Uri, signal: AbortSignal): Promise<JupyterClient>;
  /** The path of a notebook as the server's kernels and sessions know it. */
  pathOf(notebook: vscode.Uri): string;
}
