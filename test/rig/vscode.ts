/** Starts a VS Code server: the real editor, opened by a browser. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Disposable } from './cleanup';
import { runCommand } from './commands';
import { temporaryDirectory } from './directories';
import { answers, freePort, loopback } from './net';
import { cleanEnvironment, startProcess } from './processes';
import { waitFor } from './wait';
import { installVscode, type VscodeInstall, type VscodeVersion } from './vscodeInstall';

interface VscodeOptions {
  readonly version: VscodeVersion;
  /** The user's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /**
   * Added to the environment of the server and so of its extension hosts. VS Code 1.103 ignores the workbench's own
   * `extensionEnvironment`.
   */
  readonly env?: Readonly<Record<string, string>>;
  /** Extensions to install before the start: `.vsix` files, or directories with a `package.json`. */
  readonly extensions?: readonly string[];
  /** Workspace trust is off, and every folder trusted, unless this is set. */
  readonly workspaceTrust?: boolean;
  /** What a browser has to bring as `tkn` in the address; everyone on this machine gets in unless this is set. */
  readonly connectionToken?: string;
  /** Lets a page name an extension under development and a test module. Then VS Code 1.103 refuses modal dialogs. */
  readonly testDriver?: boolean;
}

/** A VS Code server that answers. */
export interface VscodeServer extends Disposable {
  readonly version: VscodeVersion;
  readonly url: string;
  readonly port: number;
  /** The home directory that extensions see: a temporary one. */
  readonly home: string;
  readonly log: () => string;
}

const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'update.mode': 'none',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** Starts VS Code on a free port, with data, extensions and home directories that are its own. */
export async function startVscode(options: VscodeOptions): Promise<VscodeServer> {
  const install = await installVscode(options.version);
  const directory = await temporaryDirectory('vscode');
  const home = join(directory.path, 'home');
  const data = join(directory.path, 'data');
  const env = cleanEnvironment(home, options.env);
  await mkdir(home, { recursive: true });
  await writeSettings(data, options.settings);
  await installExtensions(options.extensions ?? [], data, { install, env });
  const port = await freePort();
  const server = startProcess({
    name: `VS Code ${options.version}`,
    command: install.node,
    args: serverArguments(install, data, port, options),
    cwd: home,
    env,
  });
  const dispose = async (): Promise<void> => {
    await server.dispose();
    await directory.dispose();
  };
  const url = `http://${loopback}:${port}`;
  try {
    const what = `VS Code ${options.version}`;
    await waitFor(() => answers(`${url}/version`), { what, timeoutMs: 60_000, stillPossible: server.assertAlive });
  } catch (error) {
    await dispose();
    throw error;
  }
  return { version: options.version, url, port, home, log: server.log, dispose };
}

function serverArguments(
  install: VscodeInstall,
  data: string,
  port: number,
  options: VscodeOptions,
): readonly string[] {
  const { connectionToken: token, workspaceTrust, testDriver } = options;
  return [
    join(install.server, 'out/server-main.js'),
    '--host',
    loopback,
    '--port',
    String(port),
    ...(token === undefined ? ['--without-connection-token'] : ['--connection-token', token]),
    '--accept-server-license-terms',
    ...dataArguments(data),
    '--disable-telemetry',
    ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(testDriver ? ['--enable-smoke-test-driver'] : []),
  ];
}

function dataArguments(data: string): readonly string[] {
  return ['--server-data-dir', data, '--extensions-dir', join(data, 'extensions')];
}

async function writeSettings(data: string, settings: VscodeOptions['settings']): Promise<void> {
  const user = join(data, 'data/User');
  await mkdir(user, { recursive: true });
  await writeFile(join(user, 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
}

async function installExtensions(
  extensions: readonly string[],
  data: string,
  server: { readonly install: VscodeInstall; readonly env: NodeJS.ProcessEnv },
): Promise<void> {
  await mkdir(join(data, 'extensions'), { recursive: true });
  const packages = extensions.filter((path) => path.endsWith('.vsix'));
  // A directory that is there before the first start is taken for an installed extension.
  for (const path of extensions.filter((each) => !each.endsWith('.vsix'))) {
    await cp(path, join(data, 'extensions', await extensionFolder(path)), { recursive: true });
  }
  if (packages.length > 0) {
    const main = join(server.install.server, 'out/server-main.js');
    const install = packages.flatMap((path) => ['--install-extension', path]);
    const args = [main, ...dataArguments(data), '--accept-server-license-terms', ...install];
    await runCommand(server.install.node, args, { env: server.env });
  }
}

async function extensionFolder(path: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as Record<string, string>;
  return `${manifest.publisher ?? ''}.${manifest.name ?? ''}-${manifest.version ?? ''}`;
}
