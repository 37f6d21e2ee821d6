import * as vscode from 'vscode';
import { Disposables } from './host/shared/disposables';
import { StoreEventHub } from './host/shared/storeEvents';

/** Starts Runlens. Never throws: a fault is written to the log and told, and the editor goes on. */
export function activate(context: vscode.ExtensionContext): void {
  const parts = new Disposables();
  context.subscriptions.push(parts);
  const log = parts.add(vscode.window.createOutputChannel('MLflow', { log: true }));
  try {
    compose(parts);
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    void vscode.window.showErrorMessage(
      vscode.l10n.t('Runlens could not start. The output channel “MLflow” has the details.'),
    );
  }
}

/** Builds the parts in order and hands them to each other. */
function compose(parts: Disposables): void {
  parts.add(new StoreEventHub());
}
