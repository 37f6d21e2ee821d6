import type * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import type { Session, StoreEvents } from '../shared/session';
import { ActiveRunsView } from './activeRuns/activeRunsView';
import { Appearance } from './appearance';
import { ExperimentCommands } from './experiments/experimentCommands';
import { ExperimentsView } from './experiments/experimentsView';
import { ExplorerContexts } from './explorerContexts';
import { ExplorerData, type Memory } from './explorerData';
import { ExplorerSettings } from './explorerSettings';
import { LiveRuns } from './liveRuns';

/** The Experiments and Active Runs views, over the same data. */
export class Explorer implements vscode.Disposable {
  private readonly parts = new Disposables();
  /** The views by their ids, for what depends on whether any is visible, or on what is selected. */
  readonly views: ReadonlyMap<string, vscode.TreeView<unknown>>;

  constructor(session: Session, events: StoreEvents, memory: Memory, log: vscode.LogOutputChannel) {
    const settings = this.parts.add(new ExplorerSettings());
    const appearance = this.parts.add(new Appearance(session));
    const data = this.parts.add(new ExplorerData(session, events, memory, log));
    const live = this.parts.add(new LiveRuns(data, settings, log));
    const experiments = this.parts.add(new ExperimentsView(session, data, settings, appearance));
    live.serve(experiments.view);
    const activeRuns = this.parts.add(new ActiveRunsView(session, live, data, settings, appearance));
    this.parts.add(new ExperimentCommands(experiments, data, settings, events, log));
    this.parts.add(new ExplorerContexts(session, data, live));
    this.parts.add(
      events.onDidChange(({ kind }) => {
        if (kind === 'everything') {
          live.lookNow();
        }
      }),
    );
    this.views = new Map<string, vscode.TreeView<unknown>>([
      ['runlens.experiments', experiments.view],
      ['runlens.activeRuns', activeRuns.view],
    ]);
  }

  dispose(): void {
    this.parts.dispose();
  }
}
