/** Starts Jupyter servers. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from './cleanup';
import { temporaryDirectory } from './directories';
import { freePort, loopback } from './net';
import { cleanEnvironment, startProcess } from './processes';
import { pythonEnvironment, type PythonEnvironmentName } from './python';
import { waitFor } from './wait';

interface JupyterOptions {
  /** Where the server and its kernels run; JupyterLab's pages are in the first only. */
  readonly environment?: Extract<PythonEnvironmentName, 'jupyter' | 'jupyter-2.9'>;
  /** What a client has to bring; a random one unless given. */
  readonly token?: string;
  /** The root of the notebooks, and where kernels start; a temporary directory unless given. */
  readonly directory?: string;
  /** Added to the environment of the server and its kernels. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A Jupyter server that answers. */
export interface JupyterServer extends Disposable {
  /** Its address, without the token. */
  readonly url: string;
  readonly token: string;
  /** The root of its notebooks. */
  readonly directory: string;
  readonly log: () => string;
}

/** Starts a Jupyter server on a free port, which takes about 3 s. It ends its kernels when it is disposed of. */
export async function startJupyter(options: JupyterOptions = {}): Promise<JupyterServer> {
  const python = await pythonEnvironment(options.environment ?? 'jupyter');
  const home = await temporaryDirectory('jupyter');
  const directory = options.directory ?? join(home.path, 'notebooks');
  await mkdir(directory, { recursive: true });
  const token = options.token ?? randomBytes(16).toString('hex');
  const port = await freePort();
  const server = startProcess({
    name: 'Jupyter',
    command: python.python,
    args: serverArguments(port, directory),
    cwd: directory,
    env: {
      ...cleanEnvironment(home.path),
      PATH: `${python.bin}:${process.env.PATH ?? ''}`,
      // Not on the command line, where every user of the machine could read it.
      JUPYTER_TOKEN: token,
      PYTHONDONTWRITEBYTECODE: '1',
      ...options.env,
    },
  });
  const dispose = async (): Promise<void> => {
    await server.dispose();
    await home.dispose();
  };
  const url = `http://${loopback}:${port}`;
  try {
    await waitFor(() => answersTo(url, token), {
      what: 'The Jupyter server',
      timeoutMs: 60_000,
      stillPossible: server.assertAlive,
    });
  } catch (error) {
    await dispose();
    throw error;
  }
  return { url, token, directory, log: server.log, dispose };
}

function serverArguments(port: number, directory: string): readonly string[] {
  return [
    ...['-m', 'jupyter_server', '--no-browser', '--allow-root', '--ip', loopback, '--port', String(port)],
    ...['--ServerApp.port_retries=0', `--ServerApp.root_dir=${directory}`],
    // JupyterLab asks nobody for newer versions.
    '--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate',
  ];
}

async function answersTo(url: string, token: string): Promise<boolean> {
  const response = await fetch(`${url}/api/status`, { headers: { authorization: `token ${token}` } });
  await response.body?.cancel();
  return response.ok;
}
