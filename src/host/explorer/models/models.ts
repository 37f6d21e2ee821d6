import * as vscode from 'vscode';
import { singleLine } from '../../../core/text/safeText';
import { Disposables } from '../../shared/disposables';
import type { Session, StoreEvents } from '../../shared/session';
import { showFailure } from '../../shared/showError';
import { Appearance } from '../appearance';
import { ExpansionGuard } from '../expansionGuard';
import { LoadingState } from '../loadingState';
import { StaleMessage } from '../staleMessage';
import type { LoadMoreModelsNode, ModelTreeNode } from './modelNodes';
import { ModelsData } from './modelsData';
import { ModelsTree } from './modelsTree';

/** The Models view: the model registry of the connection in use. */
export class Models implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly loading = this.parts.add(new LoadingState());
  private readonly data: ModelsData;
  readonly tree: ModelsTree;
  readonly view: vscode.TreeView<ModelTreeNode>;

  constructor(
    session: Session,
    events: StoreEvents,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const appearance = this.parts.add(new Appearance(session));
    this.data = this.parts.add(new ModelsData(session, events));
    this.tree = this.parts.add(
      new ModelsTree(this.data, appearance, this.loading, (empty) => {
        setContext('runlens.modelsEmpty', empty);
      }),
    );
    this.view = this.parts.add(
      vscode.window.createTreeView('runlens.models', {
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
      this.data.onDidChange(() => {
        this.describe();
      }),
    );
    this.parts.add(
      this.loading.onDidChange(() => {
        setContext('runlens.modelsLoading', this.loading.isLong);
      }),
    );
    this.registerCommands();
  }

  dispose(): void {
    this.parts.dispose();
  }

  private describe(): void {
    const { search, info } = this.data;
    const server = singleLine(info?.label ?? '');
    this.view.description = search === '' ? server : vscode.l10n.t('name contains {0}', singleLine(search, 60));
    setContext('runlens.modelsSearched', search !== '');
  }

  private registerCommands(): void {
    this.register('runlens.models.search', vscode.l10n.t('Couldn’t search.'), () => this.search());
    this.register('runlens.models.clearSearch', vscode.l10n.t('Couldn’t clear the search.'), () => {
      this.data.search = '';
    });
    this.register('runlens.models.cancelLoading', vscode.l10n.t('Couldn’t cancel.'), () => {
      this.data.registry?.cancel();
    });
    this.register('runlens.models.loadMore', vscode.l10n.t('Couldn’t load more.'), (node) =>
      vscode.window.withProgress({ location: { viewId: 'runlens.models' } }, () =>
        this.tree.loadMore(node as LoadMoreModelsNode),
      ),
    );
  }

  private async search(): Promise<void> {
    const search = await vscode.window.showInputBox({
      title: vscode.l10n.t('Search Models by Name'),
      prompt: vscode.l10n.t('A part of the name, in any case. Empty shows all.'),
      value: this.data.search,
    });
    if (search !== undefined) {
      this.data.search = search.trim();
    }
  }

  private register(id: string, failed: string, run: (node: ModelTreeNode | undefined) => unknown): void {
    this.parts.add(
      vscode.commands.registerCommand(id, async (node?: ModelTreeNode) => {
        try {
          await run(node);
        } catch (error) {
          showFailure(this.log, failed, error);
        }
      }),
    );
  }
}

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
