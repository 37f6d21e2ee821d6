import * as vscode from 'vscode';
import { singleLine } from '../../../core/text/safeText';
import { Disposables } from '../../shared/disposables';
import type { Session } from '../../shared/session';
import type { Appearance } from '../appearance';
import { ExpansionGuard } from '../expansionGuard';
import type { ExplorerData } from '../explorerData';
import type { ExplorerSettings } from '../explorerSettings';
import type { TreeNode } from '../internalNodes';
import { StaleMessage } from '../staleMessage';
import { ExperimentsTree } from './experimentsTree';

/** The Experiments view: its tree, and what its title says of the connection, the search and the filters. */
export class ExperimentsView implements vscode.Disposable {
  private readonly parts = new Disposables();
  readonly tree: ExperimentsTree;
  readonly view: vscode.TreeView<TreeNode>;

  constructor(
    session: Session,
    private readonly data: ExplorerData,
    settings: ExplorerSettings,
    appearance: Appearance,
  ) {
    this.tree = this.parts.add(new ExperimentsTree(data, settings, appearance));
    this.view = this.parts.add(
      vscode.window.createTreeView('runlens.experiments', {
        treeDataProvider: this.tree,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.parts.add(
      new ExpansionGuard(this.view, this.tree.onDidChangeTreeData, (node) => {
        this.tree.redraw(node);
      }),
    );
    this.parts.add(new StaleMessage(this.view, session));
    this.describe();
    this.parts.add(
      data.onDidChange((change) => {
        if (change.kind !== 'runs') {
          this.describe();
        }
      }),
    );
  }

  dispose(): void {
    this.parts.dispose();
  }

  private describe(): void {
    this.view.description = this.description();
  }

  /** What is filtered or searched for, since that hides rows; else the server's name. */
  private description(): string {
    const { search } = this.data.options;
    const filters = [...(this.data.connection?.choices.filters.values() ?? [])];
    const [filter] = filters;
    const parts = [
      ...(search === '' ? [] : [vscode.l10n.t('name contains {0}', singleLine(search, 60))]),
      ...(filter === undefined
        ? []
        : [filters.length === 1 ? singleLine(filter, 100) : vscode.l10n.t('{0} filters', filters.length)]),
    ];
    return parts.length > 0 ? parts.join(', ') : singleLine(this.data.info?.label ?? '');
  }
}
