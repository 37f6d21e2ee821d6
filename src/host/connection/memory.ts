import * as v from 'valibot';
import type * as vscode from 'vscode';
import { parseChoice, type Choice } from '../../core/connection/choice';

const CHOICE = 'runlens.connection.choice';
const CONFIRMED = 'runlens.connection.confirmedOrigins';

const OriginsSchema = v.fallback(v.array(v.string()), []);

/** What the person decided about connections. It lies outside the workspace's files, which therefore cannot decide it. */
export class ConnectionMemory {
  constructor(
    private readonly workspaceState: vscode.Memento,
    private readonly globalState: vscode.Memento,
  ) {}

  get choice(): Choice | undefined {
    return parseChoice(this.workspaceState.get(CHOICE));
  }

  async choose(choice: Choice | undefined): Promise<void> {
    await this.workspaceState.update(CHOICE, choice);
  }

  get confirmedOrigins(): ReadonlySet<string> {
    return new Set(v.parse(OriginsSchema, this.globalState.get(CONFIRMED)));
  }

  async confirm(origin: string): Promise<void> {
    await this.globalState.update(CONFIRMED, [...this.confirmedOrigins, origin]);
  }
}
