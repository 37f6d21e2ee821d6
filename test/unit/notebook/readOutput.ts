import { parseRunOutput, type RunOutput } from '../../../src/core/notebook/runOutput';
import { runOutput } from './runOutputs';

/** An output as the editor has read it, with changes to its run and to the rest. */
export function readOutput(
  run: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
): RunOutput {
  const written = runOutput(more);
  const read = parseRunOutput({ ...written, run: { ...written.run, ...run } });
  if (read === undefined) {
    throw new Error('This is no output');
  }
  return read;
}
