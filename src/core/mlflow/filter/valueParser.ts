import type { ListOperator, Operator } from './ast';
import type { Token } from './lexer';
import { FilterProblem } from './problem';
import { expectation, type TokenStream } from './tokenStream';

/** Reads a number: MLflow takes no `+`, neither before it nor in its exponent. */
export function parseNumber(operator: Operator, tokens: TokenStream): number {
  const token = tokens.take();
  if (token.kind !== 'number') {
    throw expectation(`a number is expected after ${operator}`, token);
  }
  return Number(token.text);
}

/** Reads a text in quotes. */
export function parseText(operator: Operator, tokens: TokenStream): string {
  const token = tokens.take();
  if (token.kind !== 'text') {
    throw expectation(`a text in quotes is expected after ${operator}${suggestion(token)}`, token);
  }
  return token.text.slice(1, -1);
}

function suggestion({ kind, text }: Token): string {
  return kind === 'word' || kind === 'number' ? `: '${text}'` : '';
}

/** Reads `('a', 'b')`. */
export function parseList(operator: ListOperator, tokens: TokenStream): readonly string[] {
  const open = tokens.next;
  if (tokens.takeSign('(') === undefined) {
    throw expectation(`a list in parentheses is expected after ${operator}: ('a', 'b')`, open);
  }
  const values = [listValue(tokens)];
  while (tokens.takeSign(')') === undefined) {
    if (tokens.takeSign(',') === undefined) {
      throw expectation('a comma or a closing parenthesis is expected', tokens.next);
    }
    if (tokens.takeSign(')') !== undefined) {
      break;
    }
    values.push(listValue(tokens));
  }
  return values;
}

function listValue(tokens: TokenStream): string {
  const token = tokens.take();
  if (token.kind !== 'text') {
    throw expectation('a text in quotes is expected in the list', token);
  }
  return unescaped(token);
}

// In lists, and only there, MLflow reads texts as Python does. What that would change silently is refused.
function unescaped({ text, offset }: Token): string {
  const quote = text.charAt(0);
  return text.slice(1, -1).replace(/\\(.?)|['"]/gsu, (match, escaped: string | undefined, at: number) => {
    if (match === quote || escaped === '') {
      throw new FilterProblem(`in a list, a quote inside a text is written \\${quote}`, offset + 1 + at);
    }
    if (escaped !== undefined && !'\\\'"'.includes(escaped)) {
      throw new FilterProblem('in a list, a backslash is written \\\\', offset + 1 + at);
    }
    return escaped ?? match;
  });
}
