import * as vscode from 'vscode';
import { parseSavedServers, type SavedServer } from '../../core/jupyter/savedServers';

const KEY = 'runlens.jupyter.servers';

/** The Jupyter servers that the person connected to, and their tokens, each under the address that it was entered for. */
export class ServerStore {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly state: vscode.Memento,
    private readonly secrets: vscode.SecretStorage,
  ) {}

  get servers(): readonly SavedServer[] {
    return parseSavedServers(this.state.get(KEY));
  }

  /** Adds a server, or replaces what was known of it. */
  async save(server: SavedServer): Promise<void> {
    const others = this.servers.filter(({ baseUrl }) => baseUrl !== server.baseUrl);
    await this.state.update(KEY, [...others, server]);
    this.changed.fire();
  }

  /** Forgets a server and its token. */
  async remove(baseUrl: string): Promise<void> {
    await this.secrets.delete(tokenKey(baseUrl));
    const others = this.servers.filter((server) => server.baseUrl !== baseUrl);
    await this.state.update(KEY, others);
    this.changed.fire();
  }

  async token(baseUrl: string): Promise<string> {
    return (await this.secrets.get(tokenKey(baseUrl))) ?? '';
  }

  async setToken(baseUrl: string, token: string): Promise<void> {
    await this.secrets.store(tokenKey(baseUrl), token);
  }
}

// Origin and path: on a JupyterHub each person's server has a path and a token of its own.
function tokenKey(baseUrl: string): string {
  return `jupyter:${new URL(baseUrl).href}`;
}
