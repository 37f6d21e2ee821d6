import type { Clause, Field, Filter } from './ast';

const PREFIXES = { metric: 'metrics', param: 'params', tag: 'tags', attribute: 'attributes', dataset: 'datasets' };

/** A filter in MLflow's grammar; undefined where a text or a name can't be written in it. */
export function printFilter({ clauses }: Filter): string | undefined {
  const printed = clauses.map(printClause);
  return printed.includes(undefined) ? undefined : printed.join(' AND ');
}

/**
 * A text in the quotes in which MLflow reads it unchanged. Undefined where there are none: no escape exists for a text
 * with both kinds of quotes, or with a backslash before the closing one.
 */
export function quoteText(text: string): string | undefined {
  const quote = ["'", '"'].find((one) => !text.includes(one));
  return quote === undefined || text.endsWith('\\') ? undefined : `${quote}${text}${quote}`;
}

function printClause(clause: Clause): string | undefined {
  const field = printField(clause.field);
  const value = printValue(clause);
  return field === undefined || value === undefined ? undefined : `${field} ${clause.operator}${value}`;
}

function printField({ kind, key }: Field): string | undefined {
  const quote = ['`', '"', "'"].find((one) => !key.includes(one));
  return quote === undefined || key.endsWith('\\') ? undefined : `${PREFIXES[kind]}.${quote}${key}${quote}`;
}

function printValue(clause: Clause): string | undefined {
  switch (clause.kind) {
    case 'number':
      return ` ${printNumber(clause.value)}`;
    case 'text': {
      const text = quoteText(clause.value);
      return text === undefined ? undefined : ` ${text}`;
    }
    case 'list':
      return ` (${clause.values.map((value) => `'${value.replace(/[\\']/gu, '\\$&')}'`).join(', ')})`;
    case 'null':
      return '';
  }
}

// MLflow knows no plus sign and no word for infinity; a number past its range reads as it.
function printNumber(value: number): string {
  return Number.isFinite(value) ? String(value).replace('e+', 'e') : `${value < 0 ? '-' : ''}1e999`;
}
