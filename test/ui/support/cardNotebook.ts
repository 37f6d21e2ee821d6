/** Notebooks whose saved outputs hold cards. */
import { writeFile } from 'node:fs/promises';
import { RUN_MIME } from '../../../src/core/notebook/runOutput';

interface CardCell {
  readonly source: string;
  /** What stands in the notebook as the output; anything, for hostile ones. */
  readonly output: unknown;
}

/** Writes an `.ipynb` file with one output of each form in each cell, as the kernel's package makes them. */
export async function writeCardNotebook(path: string, cells: readonly CardCell[]): Promise<void> {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
    cells: cells.map(({ source, output }, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      execution_count: index + 1,
      metadata: {},
      source,
      outputs: [
        {
          output_type: 'display_data',
          metadata: {},
          data: { [RUN_MIME]: output, 'text/html': '<b>the HTML form</b>', 'text/plain': 'the plain form' },
        },
      ],
    })),
  };
  await writeFile(path, JSON.stringify(notebook));
}
