import type { Kernel as JupyterKernel, KernelConnection, KernelMessage as Wire } from '@jupyterlab/services';
import { parseCompletions, toCodePoints, type Proposal } from './completion';
import { parseMessage, type KernelMessage } from './messages';

/** What a kernel tells by itself. */
export interface KernelListener {
  /** A message about the request of this id. */
  onMessage(requestId: string, message: KernelMessage): void;
  /** It died and was started again by its server. */
  onRestarted(): void;
  /** It died, and is not there any more. */
  onDead(): void;
  /** The connection is lost for good. */
  onDisconnected(): void;
  /** The kernel has answered after a connection was made: all that was asked of it before is done. */
  onAnswering(): void;
}

/** A prompt that waits for an answer. */
export type InputRequest = Extract<KernelMessage, { type: 'input_request' }>['content'];

/** A connection to one kernel: requests go out, messages about them come back in the order in which they were sent. */
export class Kernel {
  private pendingInput: Wire.IInputRequestMsg | undefined;

  constructor(
    private readonly connection: KernelConnection,
    private readonly listener: KernelListener,
  ) {
    connection.anyMessage.connect((_sender, args) => {
      this.route(args);
    });
    connection.statusChanged.connect((_sender, status) => {
      this.follow(status);
    });
    connection.connectionStatusChanged.connect((_sender, status) => {
      this.followConnection(status);
    });
  }

  /** Resolves when the kernel has answered for the first time; rejects when it died before. */
  async ready(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      });
    });
    await Promise.race([this.connection.info, aborted]);
  }

  get alive(): boolean {
    return !this.connection.isDisposed && this.connection.status !== 'dead';
  }

  /** Whether it would answer a question at once. */
  get idle(): boolean {
    return this.connection.status === 'idle' && this.connection.connectionStatus === 'connected';
  }

  /** Sends code to run; the id is that of the messages about it. */
  execute(code: string, metadata: Readonly<Record<string, unknown>>, stopOnError: boolean): string {
    return this.send({ code, allow_stdin: true, stop_on_error: stopOnError, store_history: true }, metadata);
  }

  /** Sends code that leaves no trace in the history and does not count. */
  executeSilently(code: string): string {
    return this.send({ code, silent: true, store_history: false, allow_stdin: false, stop_on_error: false }, {});
  }

  /** Answers the prompt that waits. */
  answer(value: string): void {
    const request = this.pendingInput;
    this.pendingInput = undefined;
    if (request !== undefined && this.alive) {
      this.connection.sendInputReply({ status: 'ok', value }, request.header);
    }
  }

  async complete(code: string, offset: number): Promise<readonly Proposal[]> {
    const reply = await this.connection.requestComplete({ code, cursor_pos: toCodePoints(code, offset) });
    return parseCompletions(code, reply.content);
  }

  async interrupt(): Promise<void> {
    await this.connection.interrupt();
  }

  async restart(): Promise<void> {
    await this.connection.restart();
  }

  /** Ends the connection; the kernel goes on. */
  dispose(): void {
    this.connection.dispose();
  }

  private send(content: Wire.IExecuteRequestMsg['content'], metadata: Readonly<Record<string, unknown>>): string {
    const future = this.connection.requestExecute(
      content,
      true,
      metadata as Parameters<KernelConnection['requestExecute']>[2],
    );
    // Rejected when the kernel dies, which the listener learns on its own.
    future.done.catch(() => undefined);
    return future.msg.header.msg_id;
  }

  private route({ msg, direction }: JupyterKernel.IAnyMessageArgs): void {
    if (direction !== 'recv') {
      return;
    }
    const type = msg.header.msg_type as string;
    if (type === 'kernel_info_reply') {
      this.listener.onAnswering();
    }
    const requestId = (msg.parent_header as { readonly msg_id?: unknown }).msg_id;
    const message = typeof requestId === 'string' ? parseMessage(type, msg.content) : undefined;
    if (message === undefined || typeof requestId !== 'string') {
      return;
    }
    if (message.type === 'input_request') {
      this.pendingInput = msg as Wire.IInputRequestMsg;
    }
    this.listener.onMessage(requestId, message);
  }

  private follow(status: JupyterKernel.Status): void {
    if (status === 'autorestarting') {
      this.listener.onRestarted();
    } else if (status === 'dead') {
      this.listener.onDead();
    }
  }

  private followConnection(status: JupyterKernel.ConnectionStatus): void {
    if (status === 'disconnected' && !this.connection.isDisposed) {
      this.listener.onDisconnected();
    }
  }
}
