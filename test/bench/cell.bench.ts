/**
 * What marking a cell costs: a cell with a fit of scikit-learn under `%%mlflow` over the same cell with
 * `mlflow.start_run()` and `mlflow.autolog()` written by hand, with the same options, in one kernel on one server.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import { runCommand } from '../rig/commands';
import { root, temporaryDirectory } from '../rig/directories';
import { startMlflow } from '../rig/mlflow';
import { cleanEnvironment } from '../rig/processes';
import { pythonEnvironment } from '../rig/python';
import { atMost, median, type Measure } from './measurement';

const FITS = 20;
const EMPTIES = 40;
const RATIO_LIMIT = 1.05;
const FIXED_LIMIT_MS = 20;

const seconds = v.array(v.number());
const times = v.object({
  'fit marked': seconds,
  'fit by hand': seconds,
  'empty marked': seconds,
  'empty by hand': seconds,
});

export const measure: Measure = async () => {
  const measured = await timeCells();
  const ms = (name: keyof typeof measured): number => median(measured[name]) * 1000;
  return {
    figures: {
      'fit under %%mlflow, median ms': ms('fit marked'),
      'the same by hand, median ms': ms('fit by hand'),
      'empty cell under %%mlflow, median ms': ms('empty marked'),
      'empty run by hand, median ms': ms('empty by hand'),
    },
    limits: [
      atMost('fit under %%mlflow over by hand', ms('fit marked') / ms('fit by hand'), RATIO_LIMIT),
      atMost('fixed cost of a marked cell, ms', ms('empty marked') - ms('empty by hand'), FIXED_LIMIT_MS),
    ],
  };
};

async function timeCells(): Promise<v.InferOutput<typeof times>> {
  const [{ python, bin }, { uri }] = await Promise.all([pythonEnvironment('jupyter'), startMlflow()]);
  const directory = await temporaryDirectory('bench');
  const env = cleanEnvironment(directory.path, {
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    PYTHONPATH: join(root, 'python/src'),
    PYTHONDONTWRITEBYTECODE: '1',
    MLFLOW_TRACKING_URI: uri,
  });
  const args = [join(root, 'test/bench/kernel/cell.py'), String(FITS), String(EMPTIES)];
  const printed = await runCommand(python, args, { cwd: directory.path, env });
  return v.parse(times, JSON.parse(printed));
}
