import * as vscode from 'vscode';
import { Disposables } from '../../shared/disposables';
import type { ExperimentNode, MetricNode } from '../../shared/nodes';
import type { StoreEvents } from '../../shared/session';
import { showFailure } from '../../shared/showError';
import type { ExplorerData } from '../explorerData';
import type { ExplorerSettings } from '../explorerSettings';
import type { LoadMoreNode, ProblemNode, TreeNode } from '../internalNodes';
import { revealExpanded } from '../revealExpanded';
import type * as Dialogs from './commands/dialogs';
import { setHidden, setPinned } from './commands/markCommands';
import { refreshNodes } from './commands/refreshNodes';
import type { ExperimentsView } from './experimentsView';

type Command = (node?: TreeNode, nodes?: readonly TreeNode[]) => unknown;

/** The commands of the Experiments view, and those that both run views share. */
export class ExperimentCommands implements vscode.Disposable {
  private readonly parts = new Disposables();

  constructor(
    private readonly experiments: ExperimentsView,
    private readonly data: ExplorerData,
    private readonly settings: ExplorerSettings,
    private readonly events: StoreEvents,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.registerViewCommands();
    this.registerRunListCommands();
    this.registerMarkCommands();
    this.registerInternalCommands();
  }

  dispose(): void {
    this.parts.dispose();
  }

  private registerViewCommands(): void {
    const { data, events } = this;
    this.register('runlens.refresh', vscode.l10n.t('Couldn’t refresh.'), (node, nodes) => {
      refreshNodes(nodes ?? (node === undefined ? [] : [node]), data, events);
    });
    this.register('runlens.experiments.search', vscode.l10n.t('Couldn’t search.'), async () => {
      await (await import('./commands/dialogs')).searchExperiments(data);
    });
    this.register('runlens.experiments.clearSearch', vscode.l10n.t('Couldn’t clear the search.'), () => {
      data.setOptions({ search: '' });
    });
    this.register('runlens.experiments.cancelLoading', vscode.l10n.t('Couldn’t cancel.'), () => {
      data.connection?.cancel();
    });
    this.registerSwitch('runlens.experiments.showHidden', { showHidden: true });
    this.registerSwitch('runlens.experiments.hideHidden', { showHidden: false });
    this.registerSwitch('runlens.showDeleted', { showDeleted: true });
    this.registerSwitch('runlens.hideDeleted', { showDeleted: false });
  }

  private registerRunListCommands(): void {
    const { data, settings } = this;
    const filter = vscode.l10n.t('Couldn’t filter the runs.');
    this.registerOfExperiment('runlens.runs.filter', filter, (dialogs, node) => dialogs.editFilter(node, data));
    this.registerOfExperiment('runlens.runs.clearFilter', filter, (dialogs, { experiment }) =>
      dialogs.setFilter(experiment.experimentId, '', data),
    );
    this.registerOfExperiment('runlens.runs.sort', vscode.l10n.t('Couldn’t sort the runs.'), (dialogs, node) =>
      dialogs.chooseSort(node, data),
    );
    const metrics = vscode.l10n.t('Couldn’t choose the metrics.');
    this.registerOfExperiment('runlens.runs.chooseMetrics', metrics, (dialogs, node) =>
      dialogs.chooseShownMetrics(node, data, settings),
    );
  }

  private registerMarkCommands(): void {
    const failed = vscode.l10n.t('Couldn’t remember this.');
    const mark = (id: string, set: (nodes: readonly TreeNode[]) => Promise<void>): void => {
      this.register(id, failed, (node, nodes) => set(nodes ?? (node === undefined ? [] : [node])));
    };
    mark('runlens.pin', (nodes) => setPinned(nodes, true, this.data));
    mark('runlens.unpin', (nodes) => setPinned(nodes, false, this.data));
    mark('runlens.experiments.hide', (nodes) => setHidden(nodes, true, this.data));
    mark('runlens.experiments.unhide', (nodes) => setHidden(nodes, false, this.data));
  }

  private registerInternalCommands(): void {
    const { tree, view } = this.experiments;
    this.register('runlens.loadMore', vscode.l10n.t('Couldn’t load more.'), (node) =>
      vscode.window.withProgress({ location: { viewId: 'runlens.experiments' } }, () =>
        tree.loadMore(node as unknown as LoadMoreNode),
      ),
    );
    this.register('runlens.retryBranch', vscode.l10n.t('Couldn’t try again.'), (node) => {
      (node as unknown as ProblemNode).retry();
    });
    this.register('runlens.metrics.showExtremes', vscode.l10n.t('Couldn’t show the history.'), (node) =>
      node?.kind === 'metric' ? revealExpanded(view, node, (other) => isSameMetric(node, other)) : undefined,
    );
    this.register('runlens.revealRun', vscode.l10n.t('Couldn’t show the run.'), async (argument) => {
      await (await import('./commands/dialogs')).revealRun(argument, this.data, this.experiments);
    });
  }

  /** A command about an experiment: the one it was called on, the selected one, or one that the person picks. */
  private registerOfExperiment(
    id: string,
    failed: string,
    run: (dialogs: typeof Dialogs, node: ExperimentNode) => unknown,
  ): void {
    this.register(id, failed, async (node) => {
      const dialogs = await import('./commands/dialogs');
      const experiment = await dialogs.pickExperiment(node, this.experiments.view.selection, this.data);
      if (experiment !== undefined) {
        await run(dialogs, experiment);
      }
    });
  }

  private registerSwitch(id: string, change: Parameters<ExplorerData['setOptions']>[0]): void {
    this.register(id, vscode.l10n.t('Couldn’t change the view.'), () => {
      this.data.setOptions(change);
    });
  }

  private register(id: string, failed: string, run: Command): void {
    this.parts.add(
      vscode.commands.registerCommand(id, async (node?: TreeNode, nodes?: readonly TreeNode[]) => {
        try {
          await run(node, nodes);
        } catch (error) {
          showFailure(this.log, failed, error);
        }
      }),
    );
  }
}

function isSameMetric(node: MetricNode, other: TreeNode): boolean {
  return other.kind === 'metric' && other.run.runId === node.run.runId && other.metric.key === node.metric.key;
}
