/** What the rig needs of the operating system: installed where that is possible, otherwise named in one command. */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withLock } from './cache';
import { runCommand } from './commands';

/** A part of the system that the rig uses. */
export type SystemPart = 'compiler' | 'python' | 'chromium' | 'postgresql' | 'openssl' | 'java';

interface Part {
  readonly present: () => boolean | Promise<boolean>;
  readonly apt: readonly string[];
  readonly brew: string;
}

const parts: Readonly<Record<SystemPart, Part>> = {
  compiler: {
    present: () => ['g++', 'make', 'python3'].every((name) => onPath(name) !== undefined),
    apt: ['build-essential', 'python3'],
    brew: 'xcode-select --install',
  },
  python: { present: hasVenv, apt: ['python3', 'python3-venv'], brew: 'brew install python@3.12' },
  chromium: {
    present: () => findChromium() !== undefined,
    apt: ['chromium'],
    brew: 'brew install --cask chromium',
  },
  postgresql: {
    present: () => findPostgres() !== undefined,
    apt: ['postgresql'],
    brew: 'brew install postgresql@17',
  },
  openssl: { present: () => onPath('openssl') !== undefined, apt: ['openssl'], brew: 'brew install openssl' },
  java: { present: hasJava, apt: ['openjdk-17-jre-headless'], brew: 'brew install openjdk@17' },
};

/** Parts are missing that this process may not install. The message is the command that does. */
export class MissingSystemPartsError extends Error {
  override readonly name = 'MissingSystemPartsError';

  constructor(
    readonly missing: readonly SystemPart[],
    readonly command: string,
  ) {
    super(`Missing on this system: ${missing.join(', ')}. Install with:\n\n    ${command}\n`);
  }
}

/** Makes sure that the parts are there: installs them as root on Debian, throws `MissingSystemPartsError` elsewhere. */
export async function ensureSystem(...wanted: readonly SystemPart[]): Promise<void> {
  if ((await missingOf(wanted)).length === 0) {
    return;
  }
  await withLock('system', async () => {
    const missing = await missingOf(wanted);
    if (missing.length === 0) {
      return;
    }
    if (process.getuid?.() !== 0 || onPath('apt-get') === undefined) {
      throw new MissingSystemPartsError(missing, commandFor(missing));
    }
    await aptInstall([...new Set(missing.flatMap((part) => parts[part].apt))]);
  });
}

/** Chromium's executable, or undefined. */
export function findChromium(): string | undefined {
  const named = process.env.RUNLENS_CHROMIUM;
  const candidates = [
    ...(named ? [named] : []),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return candidates.find((path) => existsSync(path)) ?? onPath('chromium') ?? onPath('google-chrome');
}

/** The directory of PostgreSQL's server programs, which Debian and Homebrew keep off the PATH, or undefined. */
export function findPostgres(): string | undefined {
  const installed = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt']
    .filter((parent) => existsSync(parent))
    .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name, 'bin')))
    .reverse();
  return [...installed, ...searchPath()].find((directory) => existsSync(join(directory, 'initdb')));
}

async function missingOf(wanted: readonly SystemPart[]): Promise<readonly SystemPart[]> {
  const present = await Promise.all(wanted.map(async (part) => parts[part].present()));
  return wanted.filter((_, index) => !present[index]);
}

async function aptInstall(packages: readonly string[]): Promise<void> {
  console.error(`Installing ${packages.join(' ')} …`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const wait = ['-o', 'DPkg::Lock::Timeout=600'];
  await runCommand('apt-get', ['update', ...wait], options);
  await runCommand('apt-get', ['install', '-y', '--no-install-recommends', ...wait, ...packages], options);
}

function commandFor(missing: readonly SystemPart[]): string {
  if (process.platform === 'darwin') {
    return missing.map((part) => parts[part].brew).join(' && ');
  }
  const packages = missing.flatMap((part) => parts[part].apt);
  return `sudo apt-get update && sudo apt-get install -y ${[...new Set(packages)].join(' ')}`;
}

async function hasVenv(): Promise<boolean> {
  return runCommand('python3', ['-c', 'import venv, ensurepip']).then(
    () => true,
    () => false,
  );
}

/** Spark needs Java 17 or later. macOS has a program `java` that only tells where to get one: so it is asked. */
async function hasJava(): Promise<boolean> {
  // It prints `openjdk 17.0.15 2025-04-15`.
  const version = await runCommand('java', ['--version']).catch(() => '');
  return Number(/^\S+ (\d+)/.exec(version)?.[1] ?? 0) >= 17;
}

function onPath(name: string): string | undefined {
  return searchPath()
    .map((directory) => join(directory, name))
    .find((path) => existsSync(path));
}

function searchPath(): readonly string[] {
  return (process.env.PATH ?? '').split(delimiter);
}
