import type { Field, Operator } from './ast';
import { isNumeric, operatorsOf } from './fields';
import type { Token } from './lexer';
import { FilterProblem } from './problem';
import { expectation, isWord, type TokenStream } from './tokenStream';

// Those of SQL that MLflow lacks too, so that they are refused by their names.
const OPERATOR_WORDS: ReadonlySet<string> = new Set(['LIKE', 'ILIKE', 'IN', 'RLIKE', 'REGEXP', 'BETWEEN']);

/** Reads the operator behind a field, and checks that the field takes it. */
export function parseOperator(field: Field, fieldText: string, tokens: TokenStream): Operator {
  const start = tokens.next;
  const written = readOperator(fieldText, tokens);
  const taken = operatorsOf(field);
  const operator = taken.find((one) => one === written);
  if (operator === undefined) {
    throw new FilterProblem(`${subject(field)} take ${sentence(taken)}, not ${written}`, start.offset);
  }
  return operator;
}

function readOperator(fieldText: string, tokens: TokenStream): string {
  const token = tokens.take();
  if (token.kind === 'operator') {
    return token.text;
  }
  const word = token.kind === 'word' ? token.text.toUpperCase() : '';
  if (word === 'IS') {
    return readNull(token, tokens);
  }
  if (word === 'NOT') {
    return `NOT ${tokens.next.kind === 'word' ? tokens.take().text.toUpperCase() : ''}`.trim();
  }
  if (OPERATOR_WORDS.has(word)) {
    return word;
  }
  throw expectation(`an operator is expected after ${fieldText}, such as = or >`, token);
}

function readNull(is: Token, tokens: TokenStream): string {
  const not = tokens.takeWord('NOT');
  const { next } = tokens;
  if (!isWord(next, 'NULL')) {
    throw expectation(`NULL or NOT NULL is expected after ${is.text}`, next);
  }
  tokens.take();
  if (not === undefined) {
    return 'IS NULL';
  }
  if (next.offset - not.offset !== 'NOT '.length) {
    throw new FilterProblem('MLflow wants one space between NOT and NULL', not.offset);
  }
  return 'IS NOT NULL';
}

function subject(field: Field): string {
  switch (field.kind) {
    case 'metric':
      return 'metrics';
    case 'param':
      return 'parameters are texts and';
    case 'tag':
      return 'tags';
    case 'dataset':
      return 'datasets';
    default:
      return isNumeric(field) ? 'times' : `attributes such as ${field.key}`;
  }
}

function sentence(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]*)$/u, ' and $1');
}
