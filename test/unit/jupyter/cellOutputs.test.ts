import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellOutputs, type OutputChange } from '../../../src/core/jupyter/cellOutputs';
import { parseMessage, type KernelMessage } from '../../../src/core/jupyter/messages';
import type { OutputItem } from '../../../src/core/jupyter/mimeItems';

const unlimited = { bytes: 1e9, outputs: 1e9 };
const make = (limits = unlimited): CellOutputs => new CellOutputs(limits, (bytes) => `${bytes} left out`);

const message = (type: string, content: unknown): KernelMessage => {
  const parsed = parseMessage(type, content);
  if (parsed === undefined) {
    throw new Error(`not a message: ${type}`);
  }
  return parsed;
};

const stream = (text: string, name = 'stdout') => message('stream', { name, text });
const display = (text: string, id?: string) =>
  message('display_data', { data: { 'text/plain': text }, metadata: {}, transient: { display_id: id } });

/** What an editor shows that does the changes. */
class Screen {
  private readonly shown = new Map<number, OutputItem[]>();

  apply(changes: readonly OutputChange[]): void {
    for (const change of changes) {
      this.applyOne(change);
    }
  }

  get texts(): readonly string[] {
    return [...this.shown.values()].map((items) => items.map(({ data }) => String(data)).join(''));
  }

  private applyOne(change: OutputChange): void {
    switch (change.kind) {
      case 'clear':
        this.shown.clear();
        return;
      case 'append':
        change.outputs.forEach(({ id, items }) => this.shown.set(id, [...items]));
        return;
      case 'appendItem':
        expect(this.shown.has(change.id)).toBe(true);
        this.shown.get(change.id)?.push(change.item);
        return;
      case 'replace':
        expect(this.shown.has(change.id)).toBe(true);
        this.shown.set(change.id, [...change.items]);
    }
  }
}

const shownBy = (outputs: CellOutputs): readonly string[] => {
  const screen = new Screen();
  screen.apply(outputs.takeChanges());
  return screen.texts;
};

const after = (...messages: readonly KernelMessage[]): readonly string[] => {
  const outputs = make();
  messages.forEach((each) => {
    outputs.apply(each);
  });
  return shownBy(outputs);
};

describe('the outputs of a cell', () => {
  it('join what one stream writes in a row, and keep the order of all else', () => {
    expect(after(stream('a'), stream('b'), stream('e', 'stderr'), stream('c'), display('d'))).toEqual([
      ...['ab', 'e', 'c', 'd'],
    ]);
  });

  it('are cleared at once, or when the next one comes', () => {
    expect(after(stream('a'), message('clear_output', { wait: false }))).toEqual([]);
    expect(after(stream('a'), message('clear_output', { wait: true }))).toEqual(['a']);
    expect(after(stream('a'), message('clear_output', { wait: true }), stream('b'))).toEqual(['b']);
  });

  it('update every display of an id in its place', () => {
    const update = message('update_display_data', {
      data: { 'text/plain': 'new' },
      metadata: {},
      transient: { display_id: 'x' },
    });
    expect(after(display('old', 'x'), stream('s'), update)).toEqual(['new', 's']);
    expect(after(display('old', 'x'), display('two', 'x'))).toEqual(['two', 'two']);
    expect(after(update)).toEqual([]);
  });

  it('show an error with its traceback as VS Code reads it', () => {
    const outputs = make();
    outputs.apply(message('error', { ename: 'E', evalue: 'why', traceback: ['1', '2'] }));
    const [change] = outputs.takeChanges();
    const output = change?.kind === 'append' ? change.outputs[0] : undefined;
    expect(output?.items[0]?.mime).toBe('application/vnd.code.notebook.error');
    expect(JSON.parse(String(output?.items[0]?.data))).toEqual({ name: 'E', message: 'why', stack: '1\n2' });
    expect(output?.metadata.outputType).toBe('error');
  });

  it('are the same for a person, whenever changes were taken', () => {
    const any = fc.oneof(
      fc
        .tuple(fc.string({ maxLength: 5 }), fc.constantFrom('stdout', 'stderr'))
        .map(([text, name]) => stream(text, name)),
      fc.constantFrom('\r', '\n', '\b', 'x\ry').map((text) => stream(text)),
      fc
        .tuple(fc.string({ maxLength: 3 }), fc.constantFrom('p', 'q', undefined))
        .map(([text, id]) => display(text, id)),
      fc
        .tuple(fc.string({ maxLength: 3 }), fc.constantFrom('p', 'q'))
        .map(([text, id]) =>
          message('update_display_data', { data: { 'text/plain': text }, transient: { display_id: id } }),
        ),
      fc.boolean().map((wait) => message('clear_output', { wait })),
    );
    const steps = fc.array(fc.record({ each: any, take: fc.boolean() }), { maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 3, max: 60 }), (taken, bytes) => {
        const limits = { bytes, outputs: 8 };
        const [often, once] = [make(limits), make(limits)];
        const screen = new Screen();
        for (const { each, take } of taken) {
          often.apply(each);
          once.apply(each);
          if (take) {
            screen.apply(often.takeChanges());
          }
        }
        screen.apply(often.takeChanges());
        const withoutNotice = (texts: readonly string[]) => texts.filter((text) => !text.endsWith('left out'));
        expect(withoutNotice(screen.texts)).toEqual(withoutNotice(shownBy(once)));
      }),
    );
  });

  it('tell how much a limit leaves out, once', () => {
    const outputs = make({ bytes: 10, outputs: 100 });
    const screen = new Screen();
    outputs.apply(stream('0123456789abc'));
    screen.apply(outputs.takeChanges());
    expect(screen.texts).toEqual(['0123456789', '3 left out']);
    outputs.apply(display('more'));
    screen.apply(outputs.takeChanges());
    expect(screen.texts).toEqual(['0123456789', '7 left out']);
    outputs.apply(message('error', { ename: 'E', evalue: '', traceback: [] }));
    screen.apply(outputs.takeChanges());
    expect(screen.texts).toHaveLength(3);
  });
});
