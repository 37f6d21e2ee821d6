/** The sources that a run keeps in `runlens/cells.json`. The file comes from a server, so all of it is checked and bounded. */
import * as v from 'valibot';
import { multiLine, singleLine } from '../text/safeText';

export const CELLS_ARTIFACT = 'runlens/cells.json';
/** Bytes; the kernel's package writes 2 MB at most. */
export const MAX_CELLS_BYTES = 4_000_000;

const MAX_CELLS = 5000;
const MAX_SOURCE = 2_000_000;
const LABEL_LENGTH = 100;

const CellSchema = v.pipe(
  v.object({
    source: v.pipe(v.string(), v.maxLength(MAX_SOURCE)),
    execution_count: v.optional(v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0)))),
  }),
  v.transform(({ source, execution_count }) => ({ source, executionCount: execution_count ?? undefined })),
);

const FileSchema = v.object({
  version: v.literal(1),
  cells: v.pipe(v.array(CellSchema), v.maxLength(MAX_CELLS)),
});

/** A cell that ran before the run ended, or made it. */
export type RestoredCell = v.InferOutput<typeof CellSchema>;

/** The cells, oldest first; the last one made the run. Throws with the first fault where the file is not what it should be. */
export function parseCells(bytes: Uint8Array): readonly RestoredCell[] {
  if (bytes.byteLength > MAX_CELLS_BYTES) {
    throw new Error(`It has more than ${MAX_CELLS_BYTES} bytes.`);
  }
  const parsed = v.safeParse(FileSchema, parseJson(new TextDecoder().decode(bytes)));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new Error(`${v.getDotPath(issue) ?? 'The file'}: ${singleLine(issue.message, 200)}.`);
  }
  return parsed.output.cells;
}

/** The first line of a cell that has text, for a list to choose from. */
export function cellLabel({ source }: RestoredCell): string {
  const line = source.split('\n', 1000).find((text) => text.trim() !== '') ?? '';
  return singleLine(line, LABEL_LENGTH);
}

/** What follows the first line, for the same list. */
export function cellDetail({ source }: RestoredCell): string {
  const lines = multiLine(source, 2000)
    .split('\n')
    .filter((text) => text.trim() !== '');
  return singleLine(lines.slice(1, 4).join(' ⏎ '), 2 * LABEL_LENGTH);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
