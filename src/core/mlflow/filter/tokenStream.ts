import { FilterProblem } from './problem';
import type { Token } from './lexer';

/** Tokens read from left to right. */
export class TokenStream {
  private index = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly end: Token,
  ) {}

  get next(): Token {
    return this.tokens[this.index] ?? this.end;
  }

  /** The one behind {@link next}. */
  get afterNext(): Token {
    return this.tokens[this.index + 1] ?? this.end;
  }

  take(): Token {
    const token = this.next;
    this.index += 1;
    return token;
  }

  /** Takes the token if it is this word, whatever its case. */
  takeWord(word: string): Token | undefined {
    return isWord(this.next, word) ? this.take() : undefined;
  }

  takeSign(sign: string): Token | undefined {
    return isSign(this.next, sign) ? this.take() : undefined;
  }
}

export function isWord(token: Token, word: string): boolean {
  return token.kind === 'word' && token.text.toUpperCase() === word;
}

export function isSign(token: Token, sign: string): boolean {
  return token.kind === 'sign' && token.text === sign;
}

/** The problem that something else stands where `expected` should. */
export function expectation(expected: string, token: Token): FilterProblem {
  const problem = token.kind === 'open quote' ? `the quote ${token.text} has no end` : expected;
  return new FilterProblem(problem, token.offset);
}
