import * as vscode from 'vscode';
import { modelMetrics } from '../../../core/explorer/metricGroups';
import { isSameRun } from '../../../core/explorer/runChanges';
import { describeActiveRun } from '../../../core/explorer/runDescription';
import { runName, stateWords } from '../../../core/explorer/runLabels';
import type { Run } from '../../../core/mlflow/entities';
import { singleLine } from '../../../core/text/safeText';
import { Disposables } from '../../shared/disposables';
import type { RunNode } from '../../shared/nodes';
import type { Appearance } from '../appearance';
import { runContext } from '../contextValues';
import type { ExplorerData } from '../explorerData';
import type { ExplorerSettings } from '../explorerSettings';
import type { BranchNode } from '../internalNodes';
import { branchItem } from '../items/branchItems';
import { itemId } from '../items/itemIds';
import { activeRunIcon } from '../items/runItem';
import { runTooltip } from '../items/runTooltip';
import { noteTooltip, sectionsOf } from '../items/sectionItem';
import type { LiveRuns } from '../liveRuns';
import { RunBranches } from '../runBranches';
import { shownMetrics } from '../runContexts';

interface ActiveRun extends RunNode {
  run: Run;
  /** The description that is on the screen. */
  drawn: string;
}

type ActiveNode = ActiveRun | BranchNode;

/** The runs that are RUNNING now, across experiments, newest first. */
export class ActiveRunsTree implements vscode.TreeDataProvider<ActiveNode>, vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly emitter = this.parts.add(new vscode.EventEmitter<ActiveNode | ActiveNode[] | undefined>());
  readonly onDidChangeTreeData = this.emitter.event;
  private readonly branches: RunBranches;
  private nodes = new Map<string, ActiveRun>();
  private hadProblem = false;

  constructor(
    private readonly live: LiveRuns,
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
      live.onDidChange(() => {
        this.follow();
      }),
    );
    this.parts.add(
      appearance.onDidChange(() => {
        this.emitter.fire(undefined);
      }),
    );
  }

  dispose(): void {
    this.parts.dispose();
  }

  getChildren(node?: ActiveNode): Promise<ActiveNode[]> {
    if (node !== undefined) {
      return node.kind === 'run' ? Promise.resolve([...sectionsOf(node.run)]) : this.branches.children(node);
    }
    const running = this.live.running ?? [];
    this.nodes = new Map(running.map((run) => [run.runId, this.renew(run)]));
    return Promise.resolve([...this.problem(), ...this.nodes.values()]);
  }

  getTreeItem(node: ActiveNode): vscode.TreeItem {
    return node.kind === 'run' ? this.runItem(node) : branchItem(node, this.appearance);
  }

  resolveTreeItem(item: vscode.TreeItem, node: ActiveNode): vscode.TreeItem {
    if (node.kind === 'run') {
      item.tooltip = runTooltip(node.run, this.metrics(node.run), Date.now());
    } else if (node.kind === 'section' && node.section === 'note') {
      item.tooltip = noteTooltip(node.run);
    }
    return item;
  }

  /** Asks for the element and what is below it again. */
  redraw(node: ActiveNode): void {
    this.emitter.fire(node);
  }

  /** Draws what the last look at the server changed: rows that came or went, or single ones. */
  private follow(): void {
    const running = this.live.running ?? [];
    const hasProblem = this.live.problem !== undefined;
    const sameRows = running.length === this.nodes.size && running.every((run) => this.nodes.has(run.runId));
    if (!sameRows || hasProblem || this.hadProblem) {
      this.hadProblem = hasProblem;
      this.emitter.fire(undefined);
      return;
    }
    const changed = running.flatMap((run) => this.changedNode(run));
    if (changed.length > 0) {
      this.emitter.fire(changed);
    }
  }

  private changedNode(run: Run): ActiveRun[] {
    const node = this.nodes.get(run.runId);
    if (node === undefined || (isSameRun(node.run, run) && node.drawn === this.describe(run))) {
      return [];
    }
    return [this.renew(run)];
  }

  private renew(run: Run): ActiveRun {
    const known = this.nodes.get(run.runId);
    if (known === undefined) {
      return { kind: 'run', run, drawn: this.describe(run) };
    }
    known.run = run;
    known.drawn = this.describe(run);
    return known;
  }

  private runItem({ run, drawn }: ActiveRun): vscode.TreeItem {
    const name = runName(run);
    const experiment = singleLine(this.data.connection?.experiment(run.experimentId)?.name ?? run.experimentId);
    const now = Date.now();
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = itemId('run', run.runId);
    item.description = drawn;
    item.iconPath = activeRunIcon(run, now, this.appearance);
    item.contextValue = runContext(run, false);
    item.accessibilityInformation = {
      label: vscode.l10n.t('{0}, run of {1}, {2}, {3}', name, experiment, stateWords(run, now), drawn),
    };
    return item;
  }

  private describe(run: Run): string {
    return describeActiveRun(run, this.metrics(run)[0], Date.now());
  }

  /** The experiment's metric where that is known, else the run's own first. */
  private metrics(run: Run): readonly string[] {
    const data = this.data.connection;
    const shown = data === undefined ? [] : shownMetrics(data, this.settings, run.experimentId);
    return shown.length > 0
      ? shown
      : modelMetrics(run)
          .slice(0, 1)
          .map((metric) => metric.key);
  }

  private problem(): BranchNode[] {
    const { problem } = this.live;
    if (problem === undefined || this.data.isStale) {
      return [];
    }
    const retry = (): void => {
      this.live.lookNow();
    };
    const what = vscode.l10n.t('Couldn’t load the running runs.');
    return [{ kind: 'problem', id: 'activeRuns', what, error: problem, retry }];
  }
}
