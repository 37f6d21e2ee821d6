/** A real kernel in a process of its own. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a kernel sends while a cell runs, by the names of Jupyter's protocol. */
export interface KernelOutput {
  readonly type: 'stream' | 'display_data' | 'update_display_data' | 'execute_result' | 'error';
  readonly name?: string;
  readonly text?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly transient?: { readonly display_id?: string };
  readonly ename?: string;
  readonly evalue?: string;
  readonly traceback?: readonly string[];
}

export interface Done {
  readonly status: 'ok' | 'error' | 'aborted';
  readonly execution_count: number | null;
}

interface Line {
  readonly id?: number;
  readonly ready?: true;
  readonly output?: KernelOutput;
  readonly done?: Done;
}

export interface ExecuteRequest {
  readonly code: string;
  /** A cell counts; what an extension runs does not. */
  readonly store_history: boolean;
  readonly metadata?: unknown;
}

interface Waiting {
  readonly output: (output: KernelOutput) => void;
  readonly done: (done: Done) => void;
}

/** Starts with the first request, and takes one after the other. */
export class KernelProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;
  readonly ready: Promise<void>;

  constructor(python: string, program: string, directory: string) {
    this.child = spawn(python, [program, directory], { cwd: directory });
    this.child.stderr.on('data', (data: Buffer) => {
      console.error(`[stand-in kernel] ${data.toString()}`);
    });
    this.ready = new Promise((resolve) => {
      createInterface(this.child.stdout).on('line', (text) => {
        const line = JSON.parse(text) as Line;
        if (line.ready) {
          resolve();
        }
        this.receive(line);
      });
    });
  }

  execute(request: ExecuteRequest, onOutput: (output: KernelOutput) => void): Promise<Done> {
    return this.send({ ...request }, onOutput);
  }

  async restart(): Promise<void> {
    await this.send({ restart: true }, () => undefined);
  }

  dispose(): void {
    this.child.stdin.end();
  }

  private async send(request: object, output: (output: KernelOutput) => void): Promise<Done> {
    await this.ready;
    this.last += 1;
    const id = this.last;
    return new Promise((done) => {
      this.waiting.set(id, { output, done });
      this.child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }

  private receive({ id, output, done }: Line): void {
    const waiting = id === undefined ? undefined : this.waiting.get(id);
    if (output !== undefined) {
      waiting?.output(output);
    }
    if (done !== undefined && id !== undefined) {
      this.waiting.delete(id);
      waiting?.done(done);
    }
  }
}
