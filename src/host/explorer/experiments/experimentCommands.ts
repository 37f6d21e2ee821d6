import * as vscode from 'vscode';
import { Disposables } from '../../shared/disposables';
import type { StoreEvents } from '../../shared/session';
import { showFailure } from '../../shared/showError';
import type { ExplorerData } from '../explorerData';
import type { ExplorerSettings } from '../explorerSettings';
import type { LoadMoreNode, ProblemNode, TreeNode } from '../internalNodes';
import { editFilter, setFilter } from './commands/filterCommands';
import { setHidden, setPinned } from './commands/markCommands';
import { chooseShownMetrics } from './commands/metricCommands';
import { pickExperiment } from './commands/pickExperiment';
import { refreshNodes } from './commands/refreshNodes';
import { revealRun } from './commands/revealRun';
import { searchExperiments } from './commands/searchExperiments';
import { chooseSort } from './commands/sortCommands';
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
    this.register('runlens.experiments.search', vscode.l10n.t('Couldn’t search.'), () => searchExperiments(data));
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
    this.register('runlens.runs.filter', filter, async (node) => {
      const experiment = await this.pick(node);
      await (experiment === undefined ? undefined : editFilter(experiment, data));
    });
    this.register('runlens.runs.clearFilter', filter, async (node) => {
      const experiment = await this.pick(node);
      await (experiment === undefined ? undefined : setFilter(experiment.experiment.experimentId, '', data));
    });
    this.register('runlens.runs.sort', vscode.l10n.t('Couldn’t sort the runs.'), async (node) => {
      const experiment = await this.pick(node);
      await (experiment === undefined ? undefined : chooseSort(experiment, data));
    });
    this.register('runlens.runs.chooseMetrics', vscode.l10n.t('Couldn’t choose the metrics.'), async (node) => {
      const experiment = await this.pick(node);
      await (experiment === undefined ? undefined : chooseShownMetrics(experiment, data, settings));
    });
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
      node === undefined ? undefined : view.reveal(node, { expand: true, select: true }),
    );
    this.register('runlens.revealRun', vscode.l10n.t('Couldn’t show the run.'), (argument) =>
      revealRun(argument, this.data, this.experiments),
    );
  }

  private pick(node: TreeNode | undefined): ReturnType<typeof pickExperiment> {
    return pickExperiment(node, this.experiments.view.selection, this.data);
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
