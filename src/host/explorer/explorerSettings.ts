import * as vscode from 'vscode';
import { chosenFor, parseChosenMetrics, type ChosenMetrics } from '../../core/explorer/chosenMetrics';
import { Disposables } from '../shared/disposables';
import { refreshIntervalMs } from '../shared/refreshInterval';

/** The explorer's settings, read once and kept until they change. */
export class ExplorerSettings implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly emitter = this.parts.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.emitter.event;
  private metrics = readMetrics();

  constructor() {
    this.parts.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('runlens')) {
          this.metrics = readMetrics();
          this.emitter.fire();
        }
      }),
    );
  }

  /** The interval at which running runs are looked at, in milliseconds. */
  get refreshIntervalMs(): number {
    return refreshIntervalMs();
  }

  /** The metrics that the person chose for this experiment's runs; empty where there was no choice. */
  chosenMetrics(experimentName: string): readonly string[] {
    return chosenFor(this.metrics, experimentName);
  }

  /** Keeps the choice in the user's settings, or in the workspace's where that has choices already. */
  async chooseMetrics(experimentName: string, metrics: readonly string[]): Promise<void> {
    const written = configuration().inspect('explorer.metrics');
    const isLocal = written?.workspaceValue !== undefined;
    const others = parseChosenMetrics(isLocal ? written.workspaceValue : written?.globalValue);
    // An empty list in the workspace hides the choice of the user's settings, which would come back without it.
    const hides = isLocal && parseChosenMetrics(written.globalValue).has(experimentName);
    if (metrics.length === 0 && !hides) {
      others.delete(experimentName);
    } else {
      others.set(experimentName, metrics);
    }
    const target = isLocal ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    await configuration().update('explorer.metrics', Object.fromEntries(others), target);
  }

  dispose(): void {
    this.parts.dispose();
  }
}

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('runlens');
}

function readMetrics(): ChosenMetrics {
  return parseChosenMetrics(configuration().get('explorer.metrics'));
}
