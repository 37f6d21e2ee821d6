/** What programs that run notebooks need around them. */
import { inject } from 'vitest';
import { cleanEnvironment } from '../../rig/processes';

/** An environment for programs of the tests' Python, with `home` as the home directory, connected to the tests' server. */
export function notebookEnvironment(home: string): NodeJS.ProcessEnv {
  const { python, mlflow } = inject('notebooks');
  return cleanEnvironment(home, {
    PATH: `${python.bin}:${process.env.PATH ?? ''}`,
    MLFLOW_TRACKING_URI: mlflow,
  });
}
