import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamText } from '../../../src/core/jupyter/streamText';

const written = (...texts: readonly string[]): string => {
  const stream = new StreamText();
  texts.forEach((text) => {
    stream.write(text);
  });
  return stream.text;
};

describe('the text of a stream', () => {
  it.each([
    ['10%\r20%', '20%'],
    ['abc\rX', 'Xbc'],
    ['abc\r', 'abc'],
    ['a\r\nb', 'a\nb'],
    ['abc\b\bX', 'aXc'],
    ['a\n\b\bb', 'a\nb'],
    ['line\r\u001b[K', ''],
    ['long line\r\u001b[2Kx', 'x'],
    ['\u001b[32m##\u001b[0m 10%\r\u001b[32m##\u001b[0m 20%', '\u001b[32m##\u001b[0m 20%'],
    ['one\ntwo\rTWO\nthree', 'one\nTWO\nthree'],
  ])('of %j is %j', (text, shown) => {
    expect(written(text)).toBe(shown);
  });

  it('does not depend on where its parts were cut', () => {
    const piece = fc.constantFrom('a', 'bc', '\n', '\r', '\b', 'xyz', '\u001b[K');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(written(...pieces)).toBe(written(pieces.join('')));
      }),
    );
  });

  it('is what its changes make, whenever they are taken', () => {
    const piece = fc.oneof(fc.constantFrom('\n', '\r', '\b', '\u001b[2K'), fc.string({ maxLength: 6 }));
    const step = fc.record({ text: piece, take: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const stream = new StreamText();
        let shown = '';
        const take = (): void => {
          const change = stream.takeChange();
          shown = change === undefined ? shown : change.kind === 'append' ? shown + change.text : change.text;
        };
        for (const { text, take: now } of steps) {
          stream.write(text);
          if (now) {
            take();
          }
        }
        take();
        expect(shown).toBe(stream.text);
      }),
    );
  });

  it('appends while no line is written over', () => {
    const stream = new StreamText();
    stream.write('a\nb');
    stream.takeChange();
    stream.write('c\nd');
    expect(stream.takeChange()).toEqual({ kind: 'append', text: 'c\nd' });
    expect(stream.takeChange()).toBeUndefined();
  });

  it('stays quick with a line of 10 MB that is written over', () => {
    expect(written('x'.repeat(10_000_000), '\r', 'y')).toBe('y');
  });
});
