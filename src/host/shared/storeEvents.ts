import * as vscode from 'vscode';
import type { StoreChange, StoreEvents } from './session';

/** Carries changes from the feature that made them to every view. */
export class StoreEventHub implements StoreEvents, vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<StoreChange>();
  readonly onDidChange = this.emitter.event;

  fire(change: StoreChange): void {
    this.emitter.fire(change);
  }

  dispose(): void {
    this.emitter.dispose();
  }
}
