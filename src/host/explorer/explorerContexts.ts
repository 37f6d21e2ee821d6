import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import type { Session } from '../shared/session';
import type { ExplorerData } from './explorerData';
import type { LiveRuns } from './liveRuns';

type Value = boolean | undefined;

/** Keeps the context keys that menus and welcome views depend on. */
export class ExplorerContexts implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly set = new Map<string, Value>();

  constructor(
    session: Session,
    private readonly data: ExplorerData,
    private readonly live: LiveRuns,
  ) {
    this.update();
    const follow = (): void => {
      this.update();
    };
    this.parts.add(session.onDidChangeState(follow));
    this.parts.add(data.onDidChange(follow));
    this.parts.add(data.loading.onDidChange(follow));
    this.parts.add(live.onDidChange(follow));
  }

  dispose(): void {
    this.parts.dispose();
  }

  private update(): void {
    const { data } = this;
    this.put('runlens.stale', data.isStale);
    this.put('runlens.experimentsEmpty', data.isEmpty);
    this.put('runlens.experimentsLoading', data.loading.isLong);
    this.put('runlens.experimentsSearched', data.options.search !== '');
    this.put('runlens.runsFiltered', (data.connection?.choices.filters.size ?? 0) > 0);
    this.put('runlens.hiddenShown', data.options.showHidden);
    this.put('runlens.deletedShown', data.options.showDeleted);
    this.put('runlens.noActiveRuns', this.live.running?.length === 0);
  }

  private put(key: string, value: boolean): void {
    if (this.set.get(key) !== value) {
      this.set.set(key, value);
      void vscode.commands.executeCommand('setContext', key, value);
    }
  }
}
