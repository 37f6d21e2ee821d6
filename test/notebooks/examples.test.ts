/** The examples' notebooks as a program runs them, with the wheel and no editor. */
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { root } from '../rig/directories';
import { executeNotebook, type ExecutedCell } from '../rig/notebook';
import { differences } from './differences';
import { expectedNotebooks } from './expectations';

const cardTypes = ['application/vnd.runlens.run+json', 'text/html', 'text/plain'];

// Two at a time, since a kernel waits for the server as often as it computes: see maxConcurrency in vitest.config.mts.
describe.concurrent('jupyter execute', () => {
  it.each(expectedNotebooks)('leaves what $file has logged, and a card below each marked cell', async (notebook) => {
    const { python, mlflow } = inject('notebooks');
    const cells = await executeNotebook({
      environment: python,
      notebook: join(root, 'examples/notebooks', notebook.file),
      // The wheel is installed: no source of the package is on the path.
      env: { MLFLOW_TRACKING_URI: mlflow, PYTHONPATH: '', OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    });
    expect(await differences(mlflow, notebook, { metadataSent: false })).toEqual([]);
    const marked = notebook.runs.filter((run) => run.unmarked === undefined && run.markedByMetadata === undefined);
    expect(cells.filter(hasCard)).toHaveLength(marked.length);
  });
});

/** All three forms of the card: which one is shown is the front end's choice. */
function hasCard({ outputs }: ExecutedCell): boolean {
  return outputs.some(({ data = {} }) => cardTypes.every((type) => type in data));
}
