import * as v from 'valibot';

const CellMetadata = v.fallback(
  v.object({
    id: v.optional(v.fallback(v.string(), '')),
    metadata: v.optional(v.fallback(v.record(v.string(), v.unknown()), {}), {}),
  }),
  { metadata: {} },
);
const Tags = v.fallback(v.array(v.string()), []);

/** What an execution request says about the cell besides its code. */
export interface CellRequest {
  /** `cellId`, and the cell's own metadata as the notebook's file has it. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The notebook goes on after an error of this cell, as its tag says. */
  readonly mayFail: boolean;
}

/** Reads the metadata that VS Code's `.ipynb` serializer gives a cell: the file's own lies one deeper. */
export function cellRequest(cellMetadata: unknown, fallbackId: string): CellRequest {
  const { id, metadata } = v.parse(CellMetadata, cellMetadata);
  return {
    metadata: { ...metadata, cellId: id === undefined || id === '' ? fallbackId : id },
    mayFail: v.parse(Tags, metadata.tags).includes('raises-exception'),
  };
}
