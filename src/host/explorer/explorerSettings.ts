import * as v from 'valibot';
import * as vscode from 'vscode';
import { Disposables } from '../shared/disposables';
import { refreshIntervalMs } from '../shared/refreshInterval';

const metricsSchema = v.record(v.string(), v.array(v.string()));

// A map, because an experiment may be named like something that every object has.
type ChosenMetrics = ReadonlyMap<string, readonly string[]>;

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
    return this.metrics.get(experimentName) ?? this.metrics.get('*') ?? [];
  }

  /** Keeps the choice in the user's settings, or in the workspace's where that has choices already. */
  async chooseMetrics(experimentName: string, metrics: readonly string[]): Promise<void> {
    const written = configuration().inspect('explorer.metrics');
    const isLocal = written?.workspaceValue !== undefined;
    const others = parseMetrics(isLocal ? written.workspaceValue : written?.globalValue);
    // An empty list in the workspace hides the choice of the user's settings, which would come back without it.
    const hides = isLocal && parseMetrics(written.globalValue).has(experimentName);
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
  return parseMetrics(configuration().get('explorer.metrics'));
}

function parseMetrics(value: unknown): Map<string, readonly string[]> {
  const parsed = v.safeParse(metricsSchema, value);
  return new Map(Object.entries(parsed.success ? parsed.output : {}));
}
