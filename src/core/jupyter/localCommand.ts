import { supervised, type Lease } from '../localServer/supervisor';

/** The packages that an interpreter needs for a server of its own. */
export const JUPYTER_PACKAGES = ['jupyter_server', 'ipykernel'] as const;

const PATIENCE_SECONDS = 10;

interface ServerArguments {
  readonly port: number;
  /** Paths of notebooks are told to kernels from here: the root of the file system. */
  readonly root: string;
  readonly lease: Lease;
  /** Jupyter refuses to run as root unless it is told to. */
  readonly asRoot: boolean;
}

/** Python's arguments for a Jupyter server on the loopback interface, supervised. Host checks stay on; it opens nothing else. */
export function jupyterServer({ port, root, lease, asRoot }: ServerArguments): readonly string[] {
  const args = [
    'jupyter_server',
    '--no-browser',
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    `--ServerApp.root_dir=${root}`,
    '--ServerApp.allow_remote_access=False',
    '--ServerApp.terminals_enabled=False',
    '--KernelManager.shutdown_wait_time=3',
    // The server would leave out outputs past its limits; Runlens has one of its own, which it tells.
    '--ZMQChannelsWebsocketConnection.limit_rate=False',
    ...(asRoot ? ['--allow-root'] : []),
  ];
  return supervised({ args, patienceSeconds: PATIENCE_SECONDS, lease });
}

interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly token: string;
  /** Directory of the interpreter, where it has one of its own, so that its programs are found first. */
  readonly bin: string | undefined;
  readonly pathDelimiter: string;
}

/** The environment of the server and so of its kernels: the person's. The token is not an argument, which others could read. */
export function jupyterEnvironment(surroundings: Surroundings): Record<string, string | undefined> {
  const { environment, token, bin, pathDelimiter } = surroundings;
  const kept = Object.entries(environment).filter(([name]) => !/^(?:VSCODE_|ELECTRON_|JUPYTER_)/u.test(name));
  const path = bin === undefined ? {} : { PATH: [bin, environment.PATH].filter(Boolean).join(pathDelimiter) };
  return {
    ...Object.fromEntries(kept),
    ...path,
    JUPYTER_TOKEN: token,
    // The configuration of the person's own servers is not meant for this one: its address, passwords, extensions.
    JUPYTER_NO_CONFIG: '1',
    PYTHONUNBUFFERED: '1',
  };
}
