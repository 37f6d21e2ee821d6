import type { Field } from './ast';
import { attributeOf, datasetKeyOf, entityOf, RESERVED } from './fields';
import type { Token } from './lexer';
import { FilterProblem } from './problem';
import { expectation, isSign, type TokenStream } from './tokenStream';

const NAME_KINDS: ReadonlySet<Token['kind']> = new Set(['word', 'name', 'text']);

/** A name as written, with its key and where each begins. */
interface WrittenField {
  readonly entity: string | undefined;
  readonly key: string;
  readonly offset: number;
  readonly keyOffset: number;
}

/** Reads `metrics.loss`, ``params.`learning rate` ``, `status`. */
export function parseField(tokens: TokenStream): Field {
  return resolve(readField(tokens));
}

function readField(tokens: TokenStream): WrittenField {
  const first = tokens.take();
  if (!NAME_KINDS.has(first.kind) || first.text.startsWith("'")) {
    throw expectation(`a name is expected, such as metrics.loss${instead(first)}`, first);
  }
  const { next } = tokens;
  if (isSign(next, '.') && next.joined) {
    tokens.take();
    const keyOffset = tokens.next.offset;
    return { entity: unquoted(first, '`'), key: readKey(first, tokens), offset: first.offset, keyOffset };
  }
  refuseRest(tokens);
  return { entity: undefined, key: unquoted(first, '`"'), offset: first.offset, keyOffset: first.offset };
}

function instead({ text }: Token): string {
  return text === '' ? '' : ` instead of ${text}`;
}

function readKey(entity: Token, tokens: TokenStream): string {
  const first = tokens.take();
  if (!first.joined || !NAME_KINDS.has(first.kind)) {
    throw expectation(`a name is expected after ${entity.text}.`, first);
  }
  const quoted = first.kind !== 'word';
  const key = quoted ? unquoted(first, '`"\'') : readBareKey(first, tokens);
  if (key === '') {
    throw new FilterProblem(`a name is expected after ${entity.text}.`, first.offset);
  }
  refuseRest(tokens);
  return key;
}

function readBareKey(first: Token, tokens: TokenStream): string {
  const parts = [bareText(first)];
  while (isSign(tokens.next, '.') && tokens.next.joined && tokens.afterNext.joined) {
    tokens.take();
    const part = tokens.take();
    if (part.kind !== 'word') {
      throw backticksNeeded(part);
    }
    parts.push(bareText(part));
  }
  return parts.join('.');
}

// The server's parser keeps some words for itself, and reads leading digits as a number unless one letter follows one digit.
function bareText(token: Token): string {
  if (RESERVED.has(token.text.toLowerCase()) || /^\d(?:\d|e\d)/iu.test(token.text)) {
    throw backticksNeeded(token);
  }
  return token.text;
}

function refuseRest(tokens: TokenStream): void {
  const { next } = tokens;
  if (next.joined && !['operator', 'end'].includes(next.kind)) {
    throw backticksNeeded(next);
  }
}

function backticksNeeded(token: Token): FilterProblem {
  const { text } = token;
  const what =
    token.kind === 'sign' ? `a name with ${text}` : token.kind === 'word' ? `the name ${text}` : 'such a name';
  return expectation(`${what} stands in backticks, as in metrics.\`val/loss\``, token);
}

function unquoted({ text }: Token, quotes: string): string {
  return text.length >= 2 && quotes.includes(text.charAt(0)) && text.endsWith(text.charAt(0))
    ? text.slice(1, -1)
    : text;
}

function resolve({ entity, key, offset, keyOffset }: WrittenField): Field {
  const kind = entity === undefined ? 'attribute' : entityOf(entity);
  switch (kind) {
    case undefined:
      throw new FilterProblem(`${wrongEntity(entity ?? '')} is expected before the dot`, offset);
    case 'attribute':
      return attribute(entity, key, keyOffset);
    case 'dataset':
      return dataset(key, keyOffset);
    default:
      return { kind, key };
  }
}

function wrongEntity(entity: string): string {
  const lower = entity.toLowerCase();
  return entityOf(lower) === undefined ? 'metrics, params, tags, attributes or datasets' : `${lower} in lower case`;
}

function attribute(entity: string | undefined, name: string, offset: number): Field {
  const key = attributeOf(name);
  if (key === undefined) {
    throw new FilterProblem(`${name} is no attribute of runs; ${attributeHint(entity, name)}`, offset);
  }
  return { kind: 'attribute', key };
}

function attributeHint(entity: string | undefined, name: string): string {
  const lower = name.toLowerCase();
  if (attributeOf(lower) !== undefined) {
    return `${lower} in lower case is`;
  }
  if (entityOf(name) !== undefined) {
    return `a name is expected behind it, such as ${name}.loss`;
  }
  return entity === undefined
    ? `metrics.${name}, params.${name} or tags.${name} may be meant`
    : 'run_id, run_name, user_id, status, start_time, end_time and artifact_uri are';
}

function dataset(name: string, offset: number): Field {
  const key = datasetKeyOf(name);
  if (key === undefined) {
    throw new FilterProblem(`datasets have name, digest and context, and no ${name}`, offset);
  }
  return { kind: 'dataset', key };
}
