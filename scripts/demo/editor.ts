/** VS Code in the browser, with the packaged extension installed and connected to the demo's server. */
import { randomBytes } from 'node:crypto';
import { startVscode } from '../../test/rig/vscode';
import { examples } from './data';
import { openGate } from './gate';
import { secretKey } from './key';
import { trainingEnvironment, type Training } from './training';

const usualPort = 8139;

interface EditorOptions {
  /** The packaged extension. */
  readonly vsix: string;
  readonly training: Training;
  /** The port that a person asked for. */
  readonly port: number | undefined;
}

/** Starts the editor and returns the address that opens it on the examples. */
export async function startEditor(options: EditorOptions): Promise<string> {
  const token = randomBytes(16).toString('hex');
  const server = await startVscode({
    version: '1.139',
    extensions: [options.vsix],
    connectionToken: token,
    // Scripts that are run in the editor's terminal log to the same server.
    env: trainingEnvironment(options.training),
    settings: settings(options.training),
  });
  const gate = await openGate({
    target: server.port,
    port: options.port ?? usualPort,
    orAnother: options.port === undefined,
    key: await secretKey(),
  });
  return `${gate.url}/?${new URLSearchParams({ folder: examples, tkn: token }).toString()}`;
}

function settings({ trackingUri, python }: Training): Readonly<Record<string, unknown>> {
  // The server takes its PATH from a login shell, which has not heard of the demo's Python.
  const terminal = { PATH: `${python.bin}:\${env:PATH}` };
  return {
    'runlens.trackingUri': trackingUri,
    'runlens.connections': [{ name: 'Demo', uri: trackingUri }],
    'runlens.pythonPath': python.python,
    'terminal.integrated.env.linux': terminal,
    'terminal.integrated.env.osx': terminal,
  };
}
