import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DotenvFile, Places } from '../../core/connection/candidates';
import { parseSavedConnections } from '../../core/connection/savedConnections';
import { Disposables } from '../shared/disposables';
import { readTlsPolicy, type TlsPolicy } from '../shared/tlsPolicy';

const STORE = 'mlflow.db';
const DOTENV = '.env';
const SETTINGS = ['trackingUri', 'connections', 'tls'].map((name) => `runlens.${name}`).concat('http');
const DOTENV_BYTES = 256 * 1024;

/** The places as they are now, and what is wrong with the settings, for the log. */
export interface PlacesFound extends Places {
  readonly tls: TlsPolicy;
  readonly problems: readonly string[];
}

/** Looks at the places that a connection may come from, and tells when one of them changes. */
export class PlacesReader implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly changed = this.parts.add(new vscode.EventEmitter<void>());
  private watchers = new Disposables();
  readonly onDidChange = this.changed.event;

  constructor() {
    const fire = (): void => {
      this.changed.fire();
    };
    this.parts.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (SETTINGS.some((name) => event.affectsConfiguration(name))) {
          fire();
        }
      }),
    );
    this.parts.add(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.watch();
        fire();
      }),
    );
    this.parts.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.watch();
        fire();
      }),
    );
    this.watch();
  }

  async read(): Promise<PlacesFound> {
    const settings = vscode.workspace.getConfiguration('runlens');
    const uri = settings.inspect('trackingUri');
    const { connections, problems } = parseSavedConnections(settings.inspect('connections')?.globalValue);
    const trusted = vscode.workspace.isTrusted;
    const folders = localFolders();
    return {
      ...present('user', uri?.globalValue),
      ...present('workspace', uri?.workspaceValue),
      ...present('environment', process.env.MLFLOW_TRACKING_URI),
      dotenv: trusted ? await Promise.all(folders.map(readDotenv)) : [],
      stores: trusted ? await findStores(folders) : [],
      folders,
      saved: connections,
      trusted,
      tls: readTlsPolicy(settings, vscode.workspace.getConfiguration('http')),
      problems,
    };
  }

  dispose(): void {
    this.watchers.dispose();
    this.parts.dispose();
  }

  private watch(): void {
    this.watchers.dispose();
    this.watchers = new Disposables();
    if (!vscode.workspace.isTrusted) {
      return;
    }
    for (const folder of localFolders()) {
      this.watchFile(folder, DOTENV, false);
      // A store changes with every logged value: only its coming and going matter.
      this.watchFile(folder, STORE, true);
    }
  }

  private watchFile(folder: string, name: string, ignoreChanges: boolean): void {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), name);
    const watcher = this.watchers.add(vscode.workspace.createFileSystemWatcher(pattern, false, ignoreChanges, false));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      this.watchers.add(
        event(() => {
          this.changed.fire();
        }),
      );
    }
  }
}

function present<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? {} : ({ [name]: text } as Record<Name, string>);
}

function localFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}

async function readDotenv(folder: string): Promise<DotenvFile> {
  try {
    const path = join(folder, DOTENV);
    // Opening a pipe would wait for ever.
    if (!(await stat(path)).isFile()) {
      return { folder, variables: {} };
    }
    const file = await open(path, 'r');
    try {
      const { parseDotenv } = await import('../../core/connection/dotenv.node');
      const { buffer, bytesRead } = await file.read(Buffer.alloc(DOTENV_BYTES), 0, DOTENV_BYTES, 0);
      return { folder, variables: parseDotenv(buffer.toString('utf8', 0, bytesRead)) };
    } finally {
      await file.close();
    }
  } catch {
    // No such file, or a folder of that name: nothing to read.
    return { folder, variables: {} };
  }
}

async function findStores(folders: readonly string[]): Promise<readonly string[]> {
  const paths = folders.map((folder) => join(folder, STORE));
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
  return paths.filter((_, index) => found[index] !== undefined);
}
