// Escape sequences of colours take no room in a line; the one that erases is acted on.
const ESCAPE = String.raw`\u001b(?:\[[0-?]*[ -/]*[@-~])?`;
const ERASE = String.raw`\u001b\[[0-2]?K`;
const PART = new RegExp(String.raw`\n|\r|\u0008|${ERASE}|(?:[^\n\r\u0008\u001b]|(?!${ERASE})\u001b)+`, 'gu');
const CONTROL = new RegExp(String.raw`[\r\u0008]|${ERASE}`, 'u');
// A character with the sequences before it; those at the end of the text belong to its last one.
const CELL = new RegExp(String.raw`(?:${ESCAPE})*[^\u001b](?:(?:${ESCAPE})+$)?`, 'gu');
// A longer line is not edited in place: what follows a carriage return takes its place as a whole.
const EDITABLE = 10_000;

/** What to do with the text that is shown to make it the present one. */
export type TextChange =
  { readonly kind: 'append'; readonly text: string } | { readonly kind: 'replace'; readonly text: string };

/**
 * The text of a stream as a terminal would show it: a carriage return or a backspace moves back in the line, and what
 * follows overwrites. Complete lines never change, so that most changes are appends.
 */
export class StreamText {
  private readonly shownLines: string[] = [];
  private freshLines: string[] = [];
  private line = '';
  private shownLine = '';
  /** Position in the line, undefined at its end. */
  private column: number | undefined;

  write(text: string): void {
    if (this.column === undefined && !CONTROL.test(text)) {
      this.append(text);
      return;
    }
    for (const [part] of text.matchAll(PART)) {
      this.writePart(part);
    }
  }

  /** The whole text. */
  get text(): string {
    return this.shownLines.join('') + this.freshLines.join('') + this.line;
  }

  /** What has changed since the last call; undefined when nothing has. */
  takeChange(): TextChange | undefined {
    const text = this.freshLines.join('') + this.line;
    const shown = this.shownLine;
    this.shownLines.push(...this.freshLines);
    this.freshLines = [];
    this.shownLine = this.line;
    if (text === shown) {
      return undefined;
    }
    return text.startsWith(shown)
      ? { kind: 'append', text: text.slice(shown.length) }
      : { kind: 'replace', text: this.shownLines.join('') + this.line };
  }

  private append(text: string): void {
    const end = text.lastIndexOf('\n') + 1;
    if (end > 0) {
      this.freshLines.push(this.line + text.slice(0, end));
      this.line = '';
    }
    this.line += text.slice(end);
  }

  private writePart(part: string): void {
    if (part === '\n') {
      this.column = undefined;
      this.append(part);
    } else if (part === '\r') {
      this.column = 0;
    } else if (part === '\b') {
      this.column = Math.max(0, (this.column ?? cellsOf(this.line).length) - 1);
    } else if (CONTROL.test(part)) {
      this.erase(part);
    } else {
      this.overwrite(part);
    }
  }

  private erase(sequence: string): void {
    if (sequence.includes('2')) {
      this.line = '';
    } else if (this.column !== undefined && !sequence.includes('1')) {
      this.line = cellsOf(this.line).slice(0, this.column).join('');
    }
  }

  private overwrite(text: string): void {
    const { column } = this;
    if (column === undefined) {
      this.line += text;
      return;
    }
    if (this.line.length > EDITABLE) {
      this.line = text;
      this.column = undefined;
      return;
    }
    const cells = cellsOf(this.line);
    const end = column + cellsOf(text).length;
    this.line = cells.slice(0, column).join('') + text + cells.slice(end).join('');
    this.column = end < cells.length ? end : undefined;
  }
}

function cellsOf(line: string): readonly string[] {
  return line.match(CELL) ?? [];
}
