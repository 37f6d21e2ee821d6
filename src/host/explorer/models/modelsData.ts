import * as vscode from 'vscode';
import { RegistryData } from '../../../core/registry/registryData';
import { Disposables } from '../../shared/disposables';
import type { ConnectionInfo, ConnectionState, Session, StoreChange, StoreEvents } from '../../shared/session';

/** The model registry of the connection in use; it follows the session and the store's events. */
export class ModelsData implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly emitter = this.parts.add(new vscode.EventEmitter<void>());
  /** Fires when the view has to be drawn anew. */
  readonly onDidChange = this.emitter.event;
  private known: { readonly info: ConnectionInfo; readonly registry: RegistryData } | undefined;
  private searched = '';

  constructor(
    private readonly session: Session,
    events: StoreEvents,
  ) {
    this.follow(session.state);
    this.parts.add(
      session.onDidChangeState((state) => {
        this.follow(state);
      }),
    );
    this.parts.add(
      events.onDidChange((change) => {
        this.apply(change);
      }),
    );
  }

  /** What is loaded over the connection; undefined while there is none. */
  get registry(): RegistryData | undefined {
    return this.session.state.kind === 'connected' ? this.known?.registry : undefined;
  }

  get info(): ConnectionInfo | undefined {
    return this.session.state.kind === 'connected' ? this.session.state.info : undefined;
  }

  get isStale(): boolean {
    return this.session.state.kind === 'connected' && this.session.state.stale !== undefined;
  }

  /** The text that names have to contain; empty for all. */
  get search(): string {
    return this.searched;
  }

  set search(text: string) {
    if (text !== this.searched) {
      this.searched = text;
      this.known?.registry.restartSearch();
      this.emitter.fire();
    }
  }

  redraw(): void {
    this.emitter.fire();
  }

  dispose(): void {
    this.known?.registry.cancel();
    this.parts.dispose();
  }

  private follow(state: ConnectionState): void {
    if (state.kind === 'connected') {
      this.connect(state.info, state);
    }
    this.emitter.fire();
  }

  private connect(info: ConnectionInfo, { store }: Extract<ConnectionState, { kind: 'connected' }>): void {
    if (this.known?.info.id !== info.id) {
      this.known?.registry.cancel();
      this.searched = '';
      this.known = { info, registry: new RegistryData(store, () => this.searched) };
    } else if (this.known.registry.reader !== store) {
      this.known.registry.cancel();
      this.known.registry.reader = store;
      this.known.registry.invalidate();
    }
  }

  private apply(change: StoreChange): void {
    const registry = this.known?.registry;
    if (registry === undefined || change.kind === 'experiments') {
      return;
    }
    if (change.kind === 'runs') {
      for (const runId of change.runIds ?? ['']) {
        registry.invalidateRun(runId);
      }
    } else {
      registry.invalidate(change.kind === 'models' ? change.name : undefined);
    }
    this.emitter.fire();
  }
}
