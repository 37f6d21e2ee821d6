import * as v from 'valibot';
import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';

const DEFAULT_INTERVAL_S = 5;
const MIN_INTERVAL_S = 1;

const metricsSchema = v.record(v.string(), v.array(v.string()));
const intervalSchema = v.pipe(v.number(), v.finite());

type ChosenMetrics = Readonly<Record<string, readonly string[]>>;

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
    const setting = configuration().get('activeRuns.refreshInterval');
    const parsed = v.safeParse(intervalSchema, setting);
    return 1000 * Math.max(MIN_INTERVAL_S, parsed.success ? parsed.output : DEFAULT_INTERVAL_S);
  }

  /** The metrics that the person chose for this experiment's runs; empty where there was no choice. */
  chosenMetrics(experimentName: string): readonly string[] {
    return this.metrics[experimentName] ?? this.metrics['*'] ?? [];
  }

  /** Keeps the choice in the workspace's settings, or in the user's where no folder is open. */
  async chooseMetrics(experimentName: string, metrics: readonly string[]): Promise<void> {
    const others = Object.entries(this.metrics).filter(([name]) => name !== experimentName);
    const all = metrics.length === 0 ? others : [...others, [experimentName, metrics] as const];
    const target =
      vscode.workspace.workspaceFolders === undefined
        ? vscode.ConfigurationTarget.Global
        : vscode.ConfigurationTarget.Workspace;
    await configuration().update('explorer.metrics', Object.fromEntries(all), target);
  }

  dispose(): void {
    this.parts.dispose();
  }
}

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('runlens');
}

function readMetrics(): ChosenMetrics {
  const parsed = v.safeParse(metricsSchema, configuration().get('explorer.metrics'));
  return parsed.success ? parsed.output : {};
}
