import * as vscode from 'vscode';
import { Disposables } from '../../shared/disposables';
import type { Session } from '../../shared/session';
import type { Appearance } from '../appearance';
import { ExpansionGuard } from '../expansionGuard';
import type { ExplorerData } from '../explorerData';
import type { ExplorerSettings } from '../explorerSettings';
import type { LiveRuns } from '../liveRuns';
import { StaleMessage } from '../staleMessage';
import { ActiveRunsTree } from './activeRunsTree';

/** The Active Runs view. */
export class ActiveRunsView implements vscode.Disposable {
  private readonly parts = new Disposables();
  readonly view: vscode.TreeView<unknown>;

  constructor(
    session: Session,
    private readonly live: LiveRuns,
    data: ExplorerData,
    settings: ExplorerSettings,
    appearance: Appearance,
  ) {
    const tree = this.parts.add(new ActiveRunsTree(live, data, settings, appearance));
    const view = this.parts.add(
      vscode.window.createTreeView('runlens.activeRuns', {
        treeDataProvider: tree,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.view = view;
    this.parts.add(
      new ExpansionGuard(view, tree.onDidChangeTreeData, (node) => {
        tree.redraw(node);
      }),
    );
    this.parts.add(new StaleMessage(this.view, session));
    this.parts.add(
      live.onDidChange(() => {
        this.count();
      }),
    );
    live.serve(this.view);
  }

  dispose(): void {
    this.parts.dispose();
  }

  private count(): void {
    const count = this.live.running?.length ?? 0;
    this.view.description = count === 0 ? '' : String(count);
  }
}
