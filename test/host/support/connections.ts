import { writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ConnectionService } from '../../../src/host/connection/connectionService';
import { ConnectionMemory } from '../../../src/host/connection/memory';
import { OriginSecrets } from '../../../src/host/connection/originSecrets';
import { PlacesReader } from '../../../src/host/connection/places';
import type { FaultServer } from '../../rig/faults';
import type { ConnectionState, LocalServer, StoreChange } from '../../../src/host/shared/session';

/** A connection service with a memory of its own, beside the one of the extension itself. */
export interface TestConnection {
  readonly service: ConnectionService;
  readonly memory: ConnectionMemory;
  readonly secrets: OriginSecrets;
  readonly changes: readonly StoreChange[];
  /** Resolves to the state once it is of this kind; rejects with what it was instead. */
  until(kind: ConnectionState['kind'], test?: (state: ConnectionState) => boolean): Promise<ConnectionState>;
  dispose(): void;
}

const log = vscode.window.createOutputChannel('Connection Test', { log: true });

/** Makes a service. `local` stands for the local server. */
export function testConnection(local: Partial<LocalServer> = {}): TestConnection {
  const changes: StoreChange[] = [];
  const places = new PlacesReader();
  const memory = new ConnectionMemory(memento(), memento());
  const secrets = new OriginSecrets(secretStorage());
  const none = new vscode.EventEmitter<string | undefined>();
  const service = new ConnectionService({
    places,
    memory,
    secrets,
    localServer: {
      ensureStarted: () => Promise.reject(new Error('no local server in this test')),
      onDidChangeAddress: none.event,
      ...local,
    },
    events: { onDidChange: new vscode.EventEmitter<StoreChange>().event, fire: (change) => changes.push(change) },
    visibility: { anyVisible: true, onDidChange: new vscode.EventEmitter<boolean>().event },
    log,
  });
  return {
    service,
    memory,
    secrets,
    changes,
    until: (kind, test = () => true) => until(service, (state) => state.kind === kind && test(state), kind),
    dispose: () => {
      service.dispose();
      places.dispose();
    },
  };
}

async function until(
  service: ConnectionService,
  test: (state: ConnectionState) => boolean,
  what: string,
): Promise<ConnectionState> {
  let listener: vscode.Disposable | undefined;
  let timer: NodeJS.Timeout | undefined;
  return new Promise<ConnectionState>((resolve, reject) => {
    const check = (state: ConnectionState): void => {
      if (test(state)) {
        resolve(state);
      }
    };
    listener = service.onDidChangeState(check);
    timer = setTimeout(() => {
      reject(new Error(`No state ${what} within 25 s: it is ${describe(service.state)}`));
    }, 25_000);
    check(service.state);
  }).finally(() => {
    listener?.dispose();
    clearTimeout(timer);
  });
}

function describe(state: ConnectionState): string {
  return state.kind === 'failed' ? `failed, ${state.error.kind}: ${state.error.message}` : state.kind;
}

/** The first folder of the workspace. */
export function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) {
    throw new Error('No folder is open');
  }
  return folder.uri.fsPath;
}

/** Writes a file of the workspace's root, or removes it. */
export async function writeWorkspaceFile(name: string, text: string | undefined): Promise<void> {
  const path = join(workspaceFolder(), name);
  await (text === undefined ? rm(path, { force: true }) : writeFile(path, text));
}

/** Writes a setting of Runlens; undefined takes it away. */
export async function setSetting(name: string, value: unknown, target: vscode.ConfigurationTarget): Promise<void> {
  await vscode.workspace.getConfiguration('runlens').update(name, value, target);
}

/** Empties all places that a connection may come from. */
export async function clearPlaces(): Promise<void> {
  for (const name of ['URI', 'USERNAME', 'PASSWORD']) {
    Reflect.deleteProperty(process.env, `MLFLOW_TRACKING_${name}`);
  }
  const { Global, Workspace } = vscode.ConfigurationTarget;
  await setSetting('trackingUri', undefined, Global);
  await setSetting('trackingUri', undefined, Workspace);
  await setSetting('connections', undefined, Global);
  await writeWorkspaceFile('.env', undefined);
  await writeWorkspaceFile('mlflow.db', undefined);
}

/** The different values of `Authorization` that have arrived at a server. */
export function authorizations({ requests }: Pick<FaultServer, 'requests'>): readonly (string | undefined)[] {
  return [...new Set(requests.map(({ headers }) => headers.authorization))];
}

function memento(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  } as vscode.Memento;
}

// The editor of the tests has no keyring.
function secretStorage(): vscode.SecretStorage {
  const values = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  const change = (key: string, value: string | undefined): Promise<void> => {
    if (value === undefined) {
      values.delete(key);
    } else {
      values.set(key, value);
    }
    changed.fire({ key });
    return Promise.resolve();
  };
  return {
    get: (key: string) => Promise.resolve(values.get(key)),
    store: change,
    delete: (key: string) => change(key, undefined),
    onDidChange: changed.event,
  };
}
