/**
 * A stand-in of the Python extension (`ms-python.python`), which the tests can't install: the part of its interface that
 * Runlens uses, in the types of its own package. The interpreter that it calls selected is what a test has written into
 * the environment variable; without one it answers as if none were selected.
 */
import { dirname } from 'node:path';
import type { PythonExtension } from '@vscode/python-extension';
import * as vscode from 'vscode';

type Environments = PythonExtension['environments'];
interface Api {
  readonly environments: Pick<Environments, 'getActiveEnvironmentPath' | 'resolveEnvironment'>;
}

const selected = (): string => process.env.RUNLENS_TEST_SELECTED_PYTHON ?? '';

export function activate(): Api {
  return {
    environments: {
      // As for an environment of conda: its folder, not the program in it.
      getActiveEnvironmentPath: () => ({ id: selected(), path: selected() && dirname(dirname(selected())) }),
      resolveEnvironment: (environment) => {
        const isSelected = environment === dirname(dirname(selected()));
        const executable = { uri: vscode.Uri.file(selected()), bitness: '64-bit', sysPrefix: '' };
        const resolved = { id: selected(), path: selected(), executable };
        return Promise.resolve(
          isSelected ? (resolved as Awaited<ReturnType<Environments['resolveEnvironment']>>) : undefined,
        );
      },
    },
  };
}
