import type * as vscode from 'vscode';
import type { JupyterClient } from '../../core/jupyter/client.node';
import type { KernelServer } from './kernelChoice';

/** A Jupyter server, saved or of our own, that kernels come from. */
export interface KernelSource extends KernelServer {
  /** Resolves to a client of the running server; starts our own. Rejects with a JupyterError. */
  client(notebook: vscode.Uri, signal: AbortSignal): Promise<JupyterClient>;
  /** The path of a notebook as the server's kernels and sessions know it. */
  pathOf(notebook: vscode.Uri): string;
}
