import * as vscode from 'vscode';
import { isCancelled } from '../../../core/mlflow/errors';
import type { ModelEntry, ModelList } from '../../../core/registry/modelList';
import type { RegistryData } from '../../../core/registry/registryData';
import type { VersionList } from '../../../core/registry/versionList';
import { Disposables } from '../../shared/disposables';
import type { Appearance } from '../appearance';
import type { ProblemNode } from '../internalNodes';
import type { LoadingState } from '../loadingState';
import { noAliases, noModel } from './modelMessages';
import { modelTreeItem } from './modelTreeItem';
import { ownerTags, type LoadMoreModelsNode, type ModelTreeNode } from './modelNodes';
import type { ModelsData } from './modelsData';
import { descriptionTooltip, modelTooltip, versionTooltip } from './modelTooltips';
import { ownSections, versionChildren } from './versionChildren';
import { VersionRows } from './versionRows';

/** Registered models, the versions under them, and what is known of a version. */
export class ModelsTree implements vscode.TreeDataProvider<ModelTreeNode>, vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly emitter = this.parts.add(new vscode.EventEmitter<ModelTreeNode | undefined>());
  readonly onDidChangeTreeData = this.emitter.event;
  private readonly rows = new VersionRows();

  constructor(
    private readonly data: ModelsData,
    private readonly appearance: Appearance,
    private readonly loading: LoadingState,
    /** Told whether the server has no registered model at all. */
    private readonly showEmpty: (empty: boolean) => void,
  ) {
    const redraw = (): void => {
      this.emitter.fire(undefined);
    };
    this.parts.add(data.onDidChange(redraw));
    this.parts.add(appearance.onDidChange(redraw));
  }

  dispose(): void {
    this.parts.dispose();
  }

  getTreeItem(node: ModelTreeNode): vscode.TreeItem {
    return modelTreeItem(node, this.appearance);
  }

  resolveTreeItem(item: vscode.TreeItem, node: ModelTreeNode): vscode.TreeItem {
    if (node.kind === 'registeredModel') {
      item.tooltip = modelTooltip(node.model);
    } else if (node.kind === 'modelVersion') {
      item.tooltip = versionTooltip(node.version);
    } else if (node.kind === 'registryDescription') {
      item.tooltip = descriptionTooltip(node.owner);
    }
    return item;
  }

  async getChildren(node?: ModelTreeNode): Promise<ModelTreeNode[]> {
    const { registry } = this.data;
    return registry === undefined ? [] : this.loading.track(this.childrenOf(registry, node));
  }

  getParent(node: ModelTreeNode): ModelTreeNode | undefined {
    return node.kind === 'modelVersion' ? this.data.registry?.loadedModels?.get(node.version.name) : undefined;
  }

  /** Loads the next page below the parent of a “Load more” row. */
  async loadMore({ parent }: LoadMoreModelsNode): Promise<void> {
    const { registry } = this.data;
    await (parent === undefined
      ? registry?.loadedModels?.loadMore()
      : registry?.loadedVersions(parent.model.name)?.loadMore());
    this.emitter.fire(parent);
  }

  /** Asks for the element and what is below it again. */
  redraw(node: ModelTreeNode): void {
    this.emitter.fire(node);
  }

  private async childrenOf(registry: RegistryData, node: ModelTreeNode | undefined): Promise<ModelTreeNode[]> {
    switch (node?.kind) {
      case undefined:
        return this.roots(registry);
      case 'registeredModel':
        return this.versions(registry, node);
      case 'modelVersion':
        return versionChildren(registry, node);
      case 'registryTags':
        return ownerTags(node.owner).map((tag) => ({ kind: 'registryTag', owner: node.owner, tag }));
      default:
        return [];
    }
  }

  private async roots(registry: RegistryData): Promise<ModelTreeNode[]> {
    try {
      const list = await registry.loadModels();
      const empty = list.all.length === 0 && !list.hasMore;
      if (registry === this.data.registry) {
        this.showEmpty(empty && list.search === '');
      }
      if (empty) {
        return list.search === '' ? [] : noModel(list.search);
      }
      return [
        ...this.refreshProblem('models', registry.modelsProblem, undefined),
        ...noAliases(registry.reader),
        ...list.all,
        ...loadMore(list, undefined),
      ];
    } catch (error) {
      return this.problem('models', vscode.l10n.t('Couldn’t load the registered models.'), error, undefined);
    }
  }

  private async versions(registry: RegistryData, entry: ModelEntry): Promise<ModelTreeNode[]> {
    const { name } = entry.model;
    try {
      const list = await registry.loadVersions(name);
      this.adopt(entry, list);
      const nodes = list.all.map((version) => this.rows.take(registry, entry.model, version));
      return [
        ...this.refreshProblem(`versions/${name}`, registry.versionsProblem(name), entry),
        ...nodes,
        ...loadMore(list, entry),
        ...ownSections(entry),
      ];
    } catch (error) {
      return this.problem(`versions/${name}`, vscode.l10n.t('Couldn’t load the versions.'), error, entry);
    }
  }

  /** Takes over what came with the versions, since aliases may have moved after the models were listed. */
  private adopt(entry: ModelEntry, { model }: VersionList): void {
    if (model !== undefined && model !== entry.model) {
      entry.model = model;
      setTimeout(() => {
        this.emitter.fire(entry);
      });
    }
  }

  private refreshProblem(id: string, error: unknown, entry: ModelEntry | undefined): ProblemNode[] {
    return error === undefined || this.data.isStale
      ? []
      : this.problem(`refresh/${id}`, vscode.l10n.t('Couldn’t refresh.'), error, entry);
  }

  private problem(id: string, what: string, error: unknown, entry: ModelEntry | undefined): ProblemNode[] {
    const retry = (): void => {
      this.data.registry?.invalidate(entry?.model.name);
      this.emitter.fire(entry);
    };
    const shown = isCancelled(error) ? vscode.l10n.t('Loading was cancelled.') : what;
    return [{ kind: 'problem', id: `registry/${id}`, what: shown, error, retry }];
  }
}

function loadMore(list: ModelList | VersionList, parent: ModelEntry | undefined): LoadMoreModelsNode[] {
  return list.hasMore ? [{ kind: 'loadMoreModels', parent, loaded: list.all.length }] : [];
}
