/** Tells a person what the demo is doing: one numbered line a step, with the seconds that it took. */

/** Where the lines go: `process.stdout`, or a test. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Adds to the line of a running step, such as "3 of 5". */
export type Report = (detail: string) => void;

const tickMs = 1000;

/** The steps of the demo, counted. */
export class Progress {
  private done = 0;

  constructor(
    private readonly total: number,
    private readonly output: Output = process.stdout,
  ) {}

  /** Runs one step. On a terminal its line counts the seconds, elsewhere it is printed when the step begins and ends. */
  async step<T>(title: string, action: (report: Report) => Promise<T>): Promise<T> {
    this.done += 1;
    const started = Date.now();
    let detail = '';
    const line = (): string => {
      const seconds = Math.round((Date.now() - started) / 1000);
      return `[${this.done}/${this.total}] ${title}${detail && `: ${detail}`} … ${seconds} s`;
    };
    const redraw = (): void => {
      if (this.output.isTTY) {
        this.output.write(`\r\x1b[K${line()}`);
      }
    };
    redraw();
    const timer = setInterval(redraw, tickMs);
    try {
      const result = await action((text) => {
        detail = text;
        redraw();
      });
      detail = '';
      this.output.write(`${this.output.isTTY ? '\r\x1b[K' : ''}${line()}\n`);
      return result;
    } catch (error) {
      this.output.write(`${this.output.isTTY ? '\r\x1b[K' : ''}${line()}, failed\n`);
      throw error;
    } finally {
      clearInterval(timer);
    }
  }
}
