import * as vscode from 'vscode';
import { Disposables } from './host/shared/disposables';

/** Builds the extension's parts in order and hands them to each other. Never throws: a fault is told, and the editor goes on. */
export function activate(context: vscode.ExtensionContext): void {
  const parts = new Disposables();
  context.subscriptions.push(parts);
  parts.add(vscode.window.createOutputChannel('MLflow', { log: true }));
}
