import type * as vscode from 'vscode';
import type { Kernel } from '../../core/jupyter/kernel.node';
import type { KernelMessage } from '../../core/jupyter/messages';
import { singleLine } from '../../core/text/safeText';
import type { KernelParts } from './kernelParts';
import type { KernelSource } from './kernelSource';

const MAX_TEXT = 1000;

/** The silent code that sets up a kernel after each of its starts. What it says goes into the log; it never stops a cell. */
export class KernelSetup {
  private readonly requests = new Set<string>();

  constructor(
    private readonly notebook: vscode.Uri,
    private readonly source: KernelSource,
    private readonly parts: KernelParts,
  ) {}

  /** Sends the code; the kernel runs it before all that is sent later. */
  async run(kernel: Kernel | undefined): Promise<void> {
    const { place, id } = this.source;
    const server = place === 'remote' ? { server: id } : {};
    try {
      const code = await this.parts.setupCode({ place, ...server, notebook: this.notebook });
      if (code !== '' && kernel?.alive === true) {
        this.requests.add(kernel.executeSilently(code));
      }
    } catch (error) {
      this.parts.log.warn(singleLine(error instanceof Error ? error.message : String(error), MAX_TEXT));
    }
  }

  onMessage(requestId: string, message: KernelMessage): void {
    if (!this.requests.has(requestId)) {
      return;
    }
    if (message.type === 'error') {
      const { ename, evalue } = message.content;
      this.parts.log.warn(singleLine(`The set-up of the kernel failed: ${ename}: ${evalue}`, MAX_TEXT));
    } else if (message.type === 'stream') {
      this.parts.log.info(singleLine(message.content.text, MAX_TEXT));
    }
  }
}
