import { singleLine } from '../../text/safeText';
import type { Filter } from './ast';
import { tokenize } from './lexer';
import { parseTokens } from './parser';
import { FilterProblem } from './problem';

export type FilterCheck =
  | { readonly ok: true; readonly ast: Filter }
  /** `message` is a whole sentence that names the column, which counts from 1. */
  | { readonly ok: false; readonly message: string; readonly column: number };

const MAX_LENGTH = 10_000;
const SHOWN_LENGTH = 60;

/** Reads a filter of runs in MLflow's own grammar; an empty one has no clauses. Never throws. */
export function checkFilter(text: string): FilterCheck {
  try {
    if (text.length > MAX_LENGTH) {
      throw new FilterProblem('a filter has 10,000 characters at most', MAX_LENGTH);
    }
    return { ok: true, ast: parseTokens(text, tokenize(text)) };
  } catch (error) {
    if (!(error instanceof FilterProblem)) {
      throw error;
    }
    const column = error.offset + 1;
    const problem = singleLine(error.message, 200);
    return { ok: false, message: `“${excerpt(text, error.offset)}”: ${problem}, at column ${column}.`, column };
  }
}

/** The filter, or its part around the fault where it is long. */
function excerpt(text: string, offset: number): string {
  const start = text.length <= SHOWN_LENGTH ? 0 : Math.max(0, offset - SHOWN_LENGTH / 2);
  const shown = text.slice(start, start + SHOWN_LENGTH);
  return singleLine(`${start > 0 ? '…' : ''}${shown}${start + SHOWN_LENGTH < text.length ? '…' : ''}`);
}
