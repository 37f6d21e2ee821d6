import {
  LIST_OPERATORS,
  NULL_OPERATORS,
  NUMBER_OPERATORS,
  TEXT_OPERATORS,
  type Clause,
  type Field,
  type Filter,
  type Operator,
} from './ast';
import { parseField } from './fieldParser';
import { isNumeric } from './fields';
import type { Token } from './lexer';
import { parseOperator } from './operatorParser';
import { FilterProblem } from './problem';
import { expectation, isSign, isWord, TokenStream } from './tokenStream';
import { parseList, parseNumber, parseText } from './valueParser';

/** Builds the tree of a filter; throws a FilterProblem where there is none. */
export function parseTokens(text: string, all: readonly Token[]): Filter {
  const end = all.at(-1) ?? { kind: 'end', text: '', offset: text.length, joined: false };
  const tokens = new TokenStream(all, end);
  const clauses: Clause[] = [];
  skipAnd(tokens);
  while (tokens.next.kind !== 'end') {
    clauses.push(parseClause(text, tokens));
    refuseOthers(tokens.next, clauses.at(-1));
    skipAnd(tokens);
  }
  return { clauses };
}

// MLflow ignores an AND too many, and misses none between two clauses.
function skipAnd(tokens: TokenStream): void {
  while (tokens.takeWord('AND') !== undefined);
}

function parseClause(text: string, tokens: TokenStream): Clause {
  const start = tokens.next;
  refuseLogic(start);
  const field = parseField(tokens);
  const fieldText = text.slice(start.offset, tokens.next.offset).trim();
  return clauseOf(field, parseOperator(field, fieldText, tokens), tokens);
}

function refuseLogic(token: Token): void {
  if (isWord(token, 'OR') || isSign(token, '(') || isSign(token, ')')) {
    const what = token.text.length === 1 ? 'parentheses' : 'OR';
    throw new FilterProblem(`MLflow’s filters have no ${what}, only AND`, token.offset);
  }
  if (isWord(token, 'NOT')) {
    throw new FilterProblem('MLflow’s filters take NOT in NOT IN and IS NOT NULL only', token.offset);
  }
}

function refuseOthers(token: Token, clause: Clause | undefined): void {
  refuseLogic(token);
  const startsClause = token.kind === 'word' || token.kind === 'name' || token.text.startsWith('"');
  const needsAnd = clause?.kind === 'list' && !isWord(token, 'AND');
  if (token.kind !== 'end' && (!startsClause || needsAnd)) {
    throw expectation(`AND is expected instead of ${token.text}`, token);
  }
}

function clauseOf(field: Field, operator: Operator, tokens: TokenStream): Clause {
  if (isNumeric(field) && isOneOf(NUMBER_OPERATORS, operator)) {
    return { kind: 'number', field, operator, value: parseNumber(operator, tokens) };
  }
  if (isOneOf(TEXT_OPERATORS, operator)) {
    return { kind: 'text', field, operator, value: parseText(operator, tokens) };
  }
  if (isOneOf(LIST_OPERATORS, operator)) {
    return { kind: 'list', field, operator, values: parseList(operator, tokens) };
  }
  if (isOneOf(NULL_OPERATORS, operator)) {
    return { kind: 'null', field, operator };
  }
  throw new FilterProblem(`${operator} is not taken here`, tokens.next.offset);
}

function isOneOf<T extends Operator>(operators: readonly T[], operator: Operator): operator is T {
  return operators.some((one) => one === operator);
}
