type TokenKind = 'word' | 'number' | 'text' | 'name' | 'operator' | 'sign' | 'open quote' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written, quotes included; empty at the end. */
  readonly text: string;
  readonly offset: number;
  /** Whether it stands right behind the token before it. */
  readonly joined: boolean;
}

type Rule = readonly [kind: TokenKind, pattern: RegExp];

// Where two rules match, the first wins. A number is none where a letter follows (`metrics.5k`), and a doubled quote or
// one behind a backslash stays inside its quotes.
const RULES: readonly Rule[] = [
  ['number', /-?(?:\d+(?:\.\d+)?[eE]-?\d+|\d+\.\d*|\.\d+|\d+)(?![\p{L}\p{N}_])/uy],
  ['word', /[\p{L}\p{N}_]+/uy],
  ['text', /'(?:''|\\'|[^'])*'|"(?:""|\\"|[^"])*"/uy],
  ['name', /`(?:``|[^`])*`/uy],
  ['open quote', /['"`]/uy],
  ['operator', /[<>=~!]+/uy],
  ['sign', /[^]/uy],
];

const SPACE = /\s+/uy;

/** The tokens of a filter, closed by one of kind `end`. Takes any text. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let joined = false;
  while (offset < text.length) {
    const space = matchAt(SPACE, text, offset);
    if (space === undefined) {
      const token = tokenAt(text, offset, joined);
      tokens.push(token);
      offset += token.text.length;
      joined = true;
    } else {
      offset += space.length;
      joined = false;
    }
  }
  tokens.push({ kind: 'end', text: '', offset: text.trimEnd().length, joined: false });
  return tokens;
}

function tokenAt(text: string, offset: number, joined: boolean): Token {
  for (const [kind, pattern] of RULES) {
    const match = matchAt(pattern, text, offset);
    if (match !== undefined) {
      return { kind, text: match, offset, joined };
    }
  }
  return { kind: 'sign', text: text.charAt(offset), offset, joined };
}

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}
