/**
 * Text from a server, a notebook or a workspace is data. These functions make it safe to show: as a label, inside Markdown,
 * in a log line.
 */

// Controls, and format characters: zero-width ones, bidirectional overrides and isolates, line separators, BOM; and halves
// of characters, which no URI can carry.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;
// The same, but line breaks and tabs stay.
const UNSAFE_BUT_LINES = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** One line without control, zero-width and direction characters, at most `maxLength` characters (then it ends in `…`). */
export function singleLine(text: string, maxLength = 300): string {
  const clean = text
    .slice(0, maxLength * 4)
    .replace(UNSAFE, ' ')
    .trim();
  return shorten(clean, maxLength);
}

/** Several lines, with the same characters removed. */
export function multiLine(text: string, maxLength = 10_000): string {
  return shorten(text.slice(0, maxLength * 2).replace(UNSAFE_BUT_LINES, ' '), maxLength);
}

function shorten(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 1).replace(/\p{Cs}$/u, '')}…` : text;
}

/**
 * Text for a place where VS Code draws `$(name)` as an icon or `[text](command:…)` as a link (quick picks, status bar,
 * notifications): a zero-width space breaks both without changing what a person reads.
 */
export function withoutIcons(text: string, maxLength = 300): string {
  return singleLine(text, maxLength).replace(/([$\]])\(/gu, '$1\u200b(');
}

/** Text inside a MarkdownString: every character that Markdown or HTML could act on is escaped, `$(icon)` too. */
export function escapeMarkdown(text: string): string {
  return singleLine(text)
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;')
    .replace(/[\\`*_{}[\]()#+\-.!|~$@:"']/gu, '\\$&');
}
