import type { KernelMessage, MimeBundle } from './messages';
import { mimeItems, sizeOf, type OutputItem } from './mimeItems';
import { StreamText } from './streamText';

/** What VS Code shows as text of standard output and error, and as an error with its traceback. */
const STREAM_MIMES = {
  stdout: 'application/vnd.code.notebook.stdout',
  stderr: 'application/vnd.code.notebook.stderr',
} as const;
const ERROR_MIME = 'application/vnd.code.notebook.error';

/** Metadata of an output, with the names that VS Code's own `.ipynb` serializer reads. */
interface OutputMetadata {
  readonly outputType: 'stream' | 'display_data' | 'execute_result' | 'error';
  readonly metadata?: MimeBundle;
  readonly executionCount?: number | null;
  /** Lives as long as the window: files don't keep it. */
  readonly transient?: { readonly display_id?: string | undefined };
  readonly originalError?: object;
}

/** An output of a cell. Its id is unique within the cell's execution. */
export interface CellOutput {
  readonly id: number;
  readonly items: readonly OutputItem[];
  readonly metadata: OutputMetadata;
}

/** One step that makes the shown outputs the present ones. */
export type OutputChange =
  | { readonly kind: 'clear' }
  | { readonly kind: 'append'; readonly outputs: readonly CellOutput[] }
  | { readonly kind: 'appendItem'; readonly id: number; readonly item: OutputItem }
  | { readonly kind: 'replace'; readonly id: number; readonly items: readonly OutputItem[] };

/** What one execution may put into its cell. */
export interface OutputLimits {
  readonly bytes: number;
  readonly outputs: number;
}

type StreamName = keyof typeof STREAM_MIMES;

interface Entry {
  readonly id: number;
  readonly metadata: OutputMetadata;
  readonly stream?: { readonly name: StreamName; readonly text: StreamText };
  items: readonly OutputItem[];
  shown: boolean;
  changed: boolean;
}

/**
 * The outputs of one execution of a cell: takes the kernel's messages in their order, and gives what has changed since it was
 * last asked, so that any number of messages becomes few edits.
 */
export class CellOutputs {
  private entries: Entry[] = [];
  private nextId = 0;
  private clearing = false;
  private cleared = false;
  private bytes = 0;
  private omitted = 0;
  private notice: Entry | undefined;

  constructor(
    private readonly limits: OutputLimits,
    private readonly describeOmission: (bytes: number) => string,
  ) {}

  apply(message: KernelMessage): void {
    switch (message.type) {
      case 'stream':
        this.write(message.content.name, message.content.text);
        break;
      case 'display_data':
      case 'execute_result':
        this.show(message);
        break;
      case 'update_display_data':
        this.update(message.content.transient.display_id, message.content.data);
        break;
      case 'error':
        this.fail(message.content);
        break;
      case 'clear_output':
        this.clear(message.content.wait);
        break;
      default:
    }
  }

  /** Text of a stream, or text that the front end adds, such as what was typed at a prompt. */
  write(name: StreamName, text: string): void {
    this.clearIfWaiting();
    const admitted = this.admitText(text, this.entries.at(-1)?.stream?.name === name);
    const last = this.entries.at(-1);
    if (admitted === '') {
      return;
    }
    if (last?.stream?.name === name) {
      last.stream.text.write(admitted);
      last.changed = true;
      return;
    }
    const stream = { name, text: new StreamText() };
    stream.text.write(admitted);
    this.add({ metadata: { outputType: 'stream' }, items: [], stream });
  }

  /** Shows something that is no message of the kernel's: a help page, or why a cell was ended. */
  add(output: Pick<Entry, 'metadata' | 'items' | 'stream'>): void {
    this.entries.push({ ...output, id: this.nextId++, shown: false, changed: true });
  }

  /** Whether one of the outputs has the display id. */
  has(displayId: string): boolean {
    return this.entries.some((entry) => displayIdOf(entry) === displayId);
  }

  /** What has changed since the last call. */
  takeChanges(): readonly OutputChange[] {
    this.tellOmission();
    const changes: OutputChange[] = this.cleared ? [{ kind: 'clear' }] : [];
    this.cleared = false;
    changes.push(...this.entries.filter(({ shown, changed }) => shown && changed).flatMap(changeOf));
    const fresh = this.entries.filter(({ shown }) => !shown);
    if (fresh.length > 0) {
      changes.push({ kind: 'append', outputs: fresh.map(outputOf) });
    }
    for (const entry of this.entries) {
      entry.shown = true;
      entry.changed = false;
    }
    return changes;
  }

  private show({ type, content }: Extract<KernelMessage, { type: 'display_data' | 'execute_result' }>): void {
    const items = mimeItems(content.data);
    const { transient, metadata } = content;
    const shared = { outputType: type, metadata, transient };
    if (transient.display_id !== undefined) {
      this.update(transient.display_id, content.data);
    }
    if (this.admits(sizeOf(items))) {
      const result = type === 'execute_result' ? { executionCount: content.execution_count } : {};
      this.add({ metadata: { ...shared, ...result }, items });
    }
  }

  private update(displayId: string | undefined, data: MimeBundle): void {
    for (const entry of this.entries) {
      if (displayId !== undefined && displayIdOf(entry) === displayId) {
        const items = mimeItems(data);
        this.bytes += sizeOf(items) - sizeOf(entry.items);
        entry.items = items;
        entry.changed = true;
      }
    }
  }

  private fail(content: Extract<KernelMessage, { type: 'error' }>['content']): void {
    this.clearIfWaiting();
    const { ename: name, evalue: message, traceback } = content;
    const data = JSON.stringify({ name, message, stack: traceback.join('\n') });
    this.add({ metadata: { outputType: 'error', originalError: content }, items: [{ mime: ERROR_MIME, data }] });
  }

  private clear(wait: boolean): void {
    this.clearing = wait;
    if (!wait) {
      this.clearNow();
    }
  }

  private clearIfWaiting(): void {
    if (this.clearing) {
      this.clearing = false;
      this.clearNow();
    }
  }

  private clearNow(): void {
    this.cleared ||= this.entries.some(({ shown }) => shown);
    this.entries = [];
    this.bytes = 0;
    this.omitted = 0;
    this.notice = undefined;
  }

  // What the limits leave out is counted. An error is always shown.
  private admits(bytes: number): boolean {
    this.clearIfWaiting();
    const fits = this.bytes + bytes <= this.limits.bytes && this.entries.length < this.limits.outputs;
    if (fits && this.omitted === 0) {
      this.bytes += bytes;
      return true;
    }
    this.omitted += bytes;
    return false;
  }

  // Of a long text, what still fits.
  private admitText(text: string, continues: boolean): string {
    const open = this.omitted === 0 && (continues || this.entries.length < this.limits.outputs);
    const admitted = open ? text.slice(0, Math.max(0, this.limits.bytes - this.bytes)) : '';
    this.bytes += admitted.length;
    this.omitted += text.length - admitted.length;
    return admitted;
  }

  private tellOmission(): void {
    if (this.omitted === 0) {
      return;
    }
    const items = [{ mime: STREAM_MIMES.stderr, data: this.describeOmission(this.omitted) }];
    if (this.notice === undefined) {
      this.add({ metadata: { outputType: 'stream' }, items });
      this.notice = this.entries.at(-1);
    } else if (this.notice.items[0]?.data !== items[0]?.data) {
      this.notice.items = items;
      this.notice.changed = true;
    }
  }
}

function displayIdOf(entry: Entry): string | undefined {
  return entry.metadata.transient?.display_id;
}

function changeOf({ id, stream, items }: Entry): readonly OutputChange[] {
  if (stream === undefined) {
    return [{ kind: 'replace', id, items }];
  }
  const change = stream.text.takeChange();
  if (change === undefined) {
    return [];
  }
  const item = { mime: STREAM_MIMES[stream.name], data: change.text };
  return [change.kind === 'append' ? { kind: 'appendItem', id, item } : { kind: 'replace', id, items: [item] }];
}

function outputOf({ id, metadata, items, stream }: Entry): CellOutput {
  if (stream === undefined) {
    return { id, metadata, items };
  }
  stream.text.takeChange();
  return { id, metadata, items: [{ mime: STREAM_MIMES[stream.name], data: stream.text.text }] };
}
