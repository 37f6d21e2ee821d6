import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, multiLine, singleLine, withoutIcons } from '../../../src/core/text/safeText';

// Halves of characters, as JSON may have them.
const halved = (text: string) => `${text.slice(1)}\ud83d${text.slice(0, 5)}\udca9`;

describe('singleLine', () => {
  it('takes out line breaks, escapes and direction overrides', () => {
    expect(singleLine('run\u202egnp.exe\n\u001b[31mred')).toBe('run gnp.exe [31mred');
  });

  it('shortens with an ellipsis', () => {
    expect(singleLine('abcdef', 4)).toBe('abc…');
  });

  it('never leaves half a character, which no URI could carry', () => {
    for (const max of [2, 3, 4, 5]) {
      expect(() => encodeURIComponent(singleLine('😀😀😀😀', max))).not.toThrow();
    }
  });

  it('takes no longer for a text without end', () => {
    const start = performance.now();
    const text = '[a](b$( \u202e'.repeat(1_000_000);
    withoutIcons(text);
    escapeMarkdown(text);
    multiLine(text);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('never yields a control or format character, nor more than was asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }).map(halved), fc.integer({ min: 1, max: 50 }), (text, max) => {
        const line = singleLine(text, max);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(line.length).toBeLessThanOrEqual(max);
      }),
    );
  });
});

describe('multiLine', () => {
  it('keeps line breaks and tabs, and takes out the rest', () => {
    expect(multiLine('a\n\tb\u0007c\u2066')).toBe('a\n\tb c ');
  });
});

describe('withoutIcons', () => {
  it('leaves nothing that VS Code would draw as an icon', () => {
    expect(withoutIcons('$(error) model')).not.toContain('$(');
  });

  it('leaves nothing that a notification would make a link of', () => {
    expect(withoutIcons('[Fix it](command:workbench.action.quit) now')).not.toMatch(/\]\(/u);
  });
});

describe('escapeMarkdown', () => {
  it('shows a command link, HTML, an icon and a table bar as text', () => {
    const hostile = '[x](command:evil) <img src=x> $(bug) | `code` https://evil.example';
    expect(escapeMarkdown(hostile)).toBe(
      '\\[x\\]\\(command\\:evil\\) &lt;img src=x&gt; \\$\\(bug\\) \\| \\`code\\` https\\://evil\\.example',
    );
  });

  it('escapes every character that Markdown or HTML acts on', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const rest = escapeMarkdown(text).replace(/\\[^a-zA-Z0-9\s]|&(?:amp|lt|gt);/gu, '');
        expect(rest).not.toMatch(/[<>`*_{}[\]()#|~$]/u);
      }),
    );
  });
});
