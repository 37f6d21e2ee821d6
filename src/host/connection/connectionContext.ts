import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import type { ConnectionState } from '../shared/session';
import type { ConnectionService } from './connectionService';
import { failureContext } from './failedOpen';

/** Keeps the context keys that welcome views and menus depend on. */
export class ConnectionContext implements vscode.Disposable {
  private readonly parts = new Disposables();

  constructor(service: ConnectionService) {
    this.parts.add(
      service.onDidChangeState((state) => {
        publish(state);
      }),
    );
    publish(service.state);
  }

  dispose(): void {
    this.parts.dispose();
  }
}

function publish(state: ConnectionState): void {
  const key = state.kind === 'failed' ? failureContext(state.error) : state.kind;
  void vscode.commands.executeCommand('setContext', 'runlens.connection', key);
}
