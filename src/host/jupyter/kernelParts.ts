import type * as vscode from 'vscode';
import type { KernelSetupCode } from '../shared/kernelPlace';
import type { KernelMemory } from './kernelMemory';
import type { NotebookKernel } from './notebookKernel';

/** What each notebook's kernel works with. */
export interface KernelParts {
  readonly memory: KernelMemory;
  readonly log: vscode.LogOutputChannel;
  readonly setupCode: KernelSetupCode;
  /** Tells the person that a kernel has died. */
  readonly onDeath: (kernel: NotebookKernel, text: string) => void;
}
