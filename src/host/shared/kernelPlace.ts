import type * as vscode from 'vscode';

/** A kernel that has started for a notebook, as far as its set-up depends on where it runs. */
interface KernelPlace {
  /** `local` only for a kernel that this extension started on this machine. */
  readonly place: 'local' | 'remote';
  /** Base URL of the Jupyter server of a remote kernel. */
  readonly server?: string;
  readonly notebook: vscode.Uri;
}

/** The Python code to run silently in a kernel after each of its starts; empty for none. */
export type KernelSetupCode = (kernel: KernelPlace) => Promise<string>;
