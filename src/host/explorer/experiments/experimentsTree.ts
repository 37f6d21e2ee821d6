import * as vscode from 'vscode';
import type { ExperimentEntry, ExperimentList } from '../../../core/explorer/experimentList';
import type { ExperimentRuns } from '../../../core/explorer/experimentRuns';
import type { Run } from '../../../core/mlflow/entities';
import { isCancelled } from '../../../core/mlflow/errors';
import { Disposables } from '../../shared/disposables';
import type { ExperimentNode, RunNode } from '../../shared/nodes';
import type { Appearance } from '../appearance';
import type { ConnectionData } from '../connectionData';
import type { ExplorerChange, ExplorerData } from '../explorerData';
import type { ExplorerSettings } from '../explorerSettings';
import type { LoadMoreNode, ProblemNode, TreeNode } from '../internalNodes';
import { loadMoreItem } from '../items/auxiliaryItems';
import { branchItem } from '../items/branchItems';
import { experimentItem, experimentTooltip } from '../items/experimentItem';
import { runItem } from '../items/runItem';
import { runTooltip } from '../items/runTooltip';
import { noteTooltip, sectionOfMetric, sectionsOf } from '../items/sectionItem';
import { RunBranches } from '../runBranches';
import { runDescriptionContext, shownMetrics } from '../runContexts';
import { noExperiment, noMatch, noRuns, nearestValue } from './emptyMessages';
import { experimentFacts } from './experimentFacts';

/** Experiments, the runs under them, and what is in a run. It asks the server only for what a person opens. */
export class ExperimentsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly emitter = this.parts.add(new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>());
  readonly onDidChangeTreeData = this.emitter.event;
  private readonly branches: RunBranches;

  constructor(
    private readonly data: ExplorerData,
    private readonly settings: ExplorerSettings,
    private readonly appearance: Appearance,
  ) {
    this.branches = new RunBranches(
      () => data.branchSource,
      (node) => {
        this.emitter.fire(node);
      },
    );
    this.parts.add(
      data.onDidChange((change) => {
        this.follow(change);
      }),
    );
    this.parts.add(
      appearance.onDidChange(() => {
        this.emitter.fire(undefined);
      }),
    );
    this.parts.add(
      settings.onDidChange(() => {
        this.emitter.fire(undefined);
      }),
    );
  }

  dispose(): void {
    this.parts.dispose();
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'experiment':
        return this.experimentItem(node);
      case 'run':
        return this.runItem(node);
      case 'loadMore':
        return loadMoreItem(node);
      default:
        return branchItem(node, this.appearance);
    }
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const data = this.data.connection;
    if (node.kind === 'experiment') {
      item.tooltip = experimentTooltip(node.experiment);
    } else if (node.kind === 'run' && data !== undefined) {
      item.tooltip = runTooltip(node.run, shownMetrics(data, this.settings, node.run.experimentId), Date.now());
    } else if (node.kind === 'section' && node.section === 'note') {
      item.tooltip = noteTooltip(node.run);
    }
    return item;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const data = this.data.connection;
    return data === undefined ? [] : this.data.loading.track(this.childrenOf(data, node));
  }

  private async childrenOf(data: ConnectionData, node: TreeNode | undefined): Promise<TreeNode[]> {
    if (node === undefined) {
      return this.roots(data);
    }
    switch (node.kind) {
      case 'experiment':
        return this.experimentChildren(data, node);
      case 'run':
        return this.runChildren(data, node);
      case 'loadMore':
        return [];
      default:
        return this.branches.children(node);
    }
  }

  /** VS Code reveals by it a row that was drawn anew since: the element that it was given then is no longer known to it. */
  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'run':
        return this.parentOfRun(node);
      case 'section':
        return this.loadedRuns(node.run)?.tree.get(node.run.runId);
      case 'metric':
        return sectionOfMetric(node);
      default:
        return undefined;
    }
  }

  /** Loads the next page below the parent of a “Load more” row. */
  async loadMore({ parent }: LoadMoreNode): Promise<void> {
    const data = this.data.connection;
    if (parent === undefined) {
      await data?.loadedExperiments?.loadMore();
    } else if (parent.kind === 'experiment') {
      await data?.loadedRuns(parent.experiment.experimentId)?.loadMore();
    } else {
      await data?.loadedRuns(parent.run.experimentId)?.loadMoreChildren(parent.run.runId);
    }
    this.emitter.fire(parent);
  }

  /** Asks for the element and what is below it again. */
  redraw(node: TreeNode): void {
    this.emitter.fire(node);
  }

  private follow(change: ExplorerChange): void {
    switch (change.kind) {
      case 'all':
        this.emitter.fire(undefined);
        break;
      case 'experiment':
        this.emitter.fire(change.entry);
        break;
      case 'runs':
        this.emitter.fire([...change.entries]);
        break;
      case 'contexts':
        break;
    }
  }

  private parentOfRun({ run }: RunNode): TreeNode | undefined {
    return (
      this.loadedRuns(run)?.tree.parent(run.runId) ?? this.data.connection?.loadedExperiments?.get(run.experimentId)
    );
  }

  private loadedRuns({ experimentId }: Run): ExperimentRuns | undefined {
    return this.data.connection?.loadedRuns(experimentId);
  }

  private experimentItem({ experiment }: ExperimentNode): vscode.TreeItem {
    const data = this.data.connection;
    const id = experiment.experimentId;
    const facts = data === undefined ? [] : experimentFacts(data.loadedRuns(id), data.choices.runList(id));
    const marks = {
      pinned: data?.choices.isPinnedExperiment(id) === true,
      hidden: data?.choices.isHidden(id) === true,
      filtered: data !== undefined && data.choices.runList(id).filter !== '',
    };
    return experimentItem(experiment, { facts, ...marks }, this.appearance);
  }

  private runItem({ run }: RunNode): vscode.TreeItem {
    const data = this.data.connection;
    const now = Date.now();
    const context =
      data === undefined
        ? { metrics: [], aliases: [], children: { runs: [], complete: true }, pinned: false, now }
        : runDescriptionContext(data, this.settings, run, now);
    return runItem(run, context, this.appearance);
  }

  private async roots(data: ConnectionData): Promise<TreeNode[]> {
    try {
      const list = await data.experiments();
      if (await this.data.checkEmpty(data, list)) {
        return [];
      }
      const nodes = visibleExperiments(list, data, this.data.options.showHidden);
      const count = [...list.all].length;
      const more: TreeNode[] = list.hasMore ? [{ kind: 'loadMore', parent: undefined, loaded: count }] : [];
      const rows = nodes.length === 0 && more.length === 0 ? noExperiment(list.query.search, count) : nodes;
      return [...this.staleList(data), ...rows, ...more];
    } catch (error) {
      return this.problem('experiments', vscode.l10n.t('Couldn’t load the experiments.'), error, undefined);
    }
  }

  private async experimentChildren(data: ConnectionData, node: ExperimentNode): Promise<TreeNode[]> {
    const id = node.experiment.experimentId;
    const wasLoaded = data.loadedRuns(id) !== undefined;
    try {
      const runs = await data.runs(id);
      if (!wasLoaded) {
        this.afterFirstLoad(node);
      }
      const top = runs.tree.roots();
      const more: TreeNode[] = runs.hasMore ? [{ kind: 'loadMore', parent: node, loaded: runs.count }] : [];
      const notes = this.refreshProblem(data, node);
      return top.length === 0 && more.length === 0
        ? [...notes, ...(await emptyExperiment(data, node, runs))]
        : [...notes, ...top, ...more];
    } catch (error) {
      return this.problem(`runs/${id}`, vscode.l10n.t('Couldn’t load the runs.'), error, node);
    }
  }

  private async runChildren(data: ConnectionData, node: RunNode): Promise<TreeNode[]> {
    const { experimentId, runId } = node.run;
    const runs = data.loadedRuns(experimentId);
    const notes = runs === undefined ? [] : await this.completeChildren(runs, node);
    const children = runs?.tree.children(runId) ?? [];
    const more: TreeNode[] =
      runs?.hasMoreChildren(runId) === true ? [{ kind: 'loadMore', parent: node, loaded: children.length }] : [];
    return [...notes, ...children, ...more, ...sectionsOf(node.run)];
  }

  /** Sees that children beyond the loaded pages are there too; a run that seems to have none does not wait for them. */
  private async completeChildren(runs: ExperimentRuns, node: RunNode): Promise<TreeNode[]> {
    const { runId } = node.run;
    if (this.data.isStale || runs.hasAllChildren(runId)) {
      return [];
    }
    if (runs.tree.children(runId).length === 0) {
      void this.lookForChildren(runs, node);
      return [];
    }
    try {
      await runs.loadChildren(runId);
      return [];
    } catch (error) {
      return this.problem(`children/${runId}`, vscode.l10n.t('Couldn’t load all children.'), error, node);
    }
  }

  private async lookForChildren(runs: ExperimentRuns, node: RunNode): Promise<void> {
    try {
      if (await runs.loadChildren(node.run.runId)) {
        this.emitter.fire(node);
      }
    } catch {
      // Nothing that is in sight depends on it, and the connection's own state tells of a server that is away.
    }
  }

  // The counts in the experiment's row, and aliases: both only when the runs are in sight.
  private afterFirstLoad(node: ExperimentNode): void {
    setTimeout(() => {
      this.emitter.fire(node);
      void this.data.showAliases();
    });
  }

  private staleList(data: ConnectionData): TreeNode[] {
    const error = data.experimentsProblem;
    return error === undefined || this.data.isStale
      ? []
      : this.problem('refresh', vscode.l10n.t('Couldn’t refresh the experiments.'), error, undefined);
  }

  private refreshProblem(data: ConnectionData, node: ExperimentNode): TreeNode[] {
    const id = node.experiment.experimentId;
    const error = data.runsProblem(id);
    return error === undefined || this.data.isStale
      ? []
      : this.problem(`refresh/${id}`, vscode.l10n.t('Couldn’t refresh the runs.'), error, node);
  }

  private problem(id: string, what: string, error: unknown, node: ExperimentNode | RunNode | undefined): TreeNode[] {
    const problem: ProblemNode = {
      kind: 'problem',
      id,
      what: isCancelled(error) ? vscode.l10n.t('Loading was cancelled.') : what,
      error,
      retry: () => {
        if (node?.kind === 'experiment') {
          this.data.connection?.invalidateRuns(node.experiment.experimentId);
        } else if (node === undefined) {
          this.data.connection?.invalidateExperiments();
        }
        this.emitter.fire(node);
      },
    };
    return [problem];
  }
}

function visibleExperiments(list: ExperimentList, data: ConnectionData, showHidden: boolean): ExperimentEntry[] {
  const isPinned = (entry: ExperimentEntry): boolean => data.choices.isPinnedExperiment(entry.experiment.experimentId);
  const shown = [...list.all].filter((entry) => showHidden || !data.choices.isHidden(entry.experiment.experimentId));
  return [...shown.filter(isPinned), ...shown.filter((entry) => !isPinned(entry))];
}

async function emptyExperiment(data: ConnectionData, node: ExperimentNode, runs: ExperimentRuns): Promise<TreeNode[]> {
  const { filter } = runs.query;
  if (filter === '') {
    return noRuns(node);
  }
  try {
    return noMatch(node, await nearestValue(data.reader, node.experiment.experimentId, filter));
  } catch {
    return noMatch(node, undefined);
  }
}
