import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { singleLine } from '../text/safeText';

// The supervisor gives a server some seconds of these.
const END_MS = 12_000;
const LAST_LINES = 12;

export interface ServerProcessOptions {
  readonly python: string;
  /** Arguments that make the interpreter supervise a server. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly onLine: (line: string) => void;
}

/** One run of a supervised server in a process group of its own. */
export class ServerProcess {
  /** Resolves when it has ended, to how. Never rejects. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;
  private readonly last: string[] = [];
  private hasEnded = false;

  constructor(options: ServerProcessOptions) {
    this.child = spawn(options.python, options.args, {
      cwd: options.cwd,
      env: options.env,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // A write to an ended process must not throw in the extension host.
    this.child.stdin?.on('error', () => undefined);
    this.follow(options.onLine);
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.end(resolve, error.message);
      });
      this.child.once('exit', (code, signal) => {
        this.end(resolve, code === null ? `signal ${signal ?? ''}` : `exit code ${code}`);
      });
    });
  }

  get running(): boolean {
    return !this.hasEnded;
  }

  /** The last lines that the server printed. */
  get lastLines(): readonly string[] {
    return this.last;
  }

  /** Ends the server and all its workers, by force after some seconds. */
  async stop(): Promise<void> {
    this.child.stdin?.end('end\n');
    const force = setTimeout(() => {
      this.killGroup();
    }, END_MS);
    await this.ended;
    clearTimeout(force);
  }

  /** Lets the supervisor end the server, at once or after its grace, without waiting for it. */
  release(): void {
    this.child.stdin?.end();
  }

  private follow(onLine: (line: string) => void): void {
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream === null) {
        continue;
      }
      createInterface({ input: stream }).on('line', (text) => {
        const line = singleLine(stripVTControlCharacters(text), 1000);
        this.last.push(line);
        this.last.splice(0, this.last.length - LAST_LINES);
        onLine(line);
      });
    }
  }

  private end(resolve: (how: string) => void, how: string): void {
    this.hasEnded = true;
    // Workers that outlived a killed supervisor.
    this.killGroup();
    resolve(how);
  }

  private killGroup(): void {
    const { pid } = this.child;
    if (pid === undefined) {
      return;
    }
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
    } catch {
      // The group has ended already.
    }
  }
}
