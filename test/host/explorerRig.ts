import * as vscode from 'vscode';
import type { Run } from '../../src/core/mlflow/entities';
import { MlflowError } from '../../src/core/mlflow/errors';
import { connectRest } from '../../src/core/store/connect';
import type { TrackingStore } from '../../src/core/store/trackingStore';
import { Appearance } from '../../src/host/explorer/appearance';
import { ExperimentsTree } from '../../src/host/explorer/experiments/experimentsTree';
import { ExplorerData } from '../../src/host/explorer/explorerData';
import { ExplorerSettings } from '../../src/host/explorer/explorerSettings';
import type { TreeNode } from '../../src/host/explorer/internalNodes';
import { Disposables } from '../../src/host/shared/disposables';
import type { ExperimentNode, RunNode } from '../../src/host/shared/nodes';
import type { ConnectionState, Session } from '../../src/host/shared/session';
import { StoreEventHub } from '../../src/host/shared/storeEvents';

/** A session that a test moves from state to state. */
export class TestSession implements Session {
  private readonly emitter = new vscode.EventEmitter<ConnectionState>();
  readonly onDidChangeState = this.emitter.event;
  state: ConnectionState = { kind: 'none' };

  change(state: ConnectionState): void {
    this.state = state;
    this.emitter.fire(state);
  }
}

/** A memento that lives as long as the test. */
export class TestMemento implements vscode.Memento {
  private readonly values = new Map<string, string>();

  keys(): readonly string[] {
    return [...this.values.keys()];
  }

  get<T>(key: string, fallback?: T): T | undefined {
    const stored = this.values.get(key);
    return stored === undefined ? fallback : (JSON.parse(stored) as T);
  }

  update(key: string, value: unknown): Thenable<void> {
    this.values.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}

/** The explorer's tree over a real server, without a view. */
export class ExplorerRig {
  readonly parts = new Disposables();
  readonly session = new TestSession();
  readonly events = this.parts.add(new StoreEventHub());
  readonly log = this.parts.add(vscode.window.createOutputChannel('Explorer test', { log: true }));
  readonly settings = this.parts.add(new ExplorerSettings());
  readonly requests: string[] = [];
  readonly data: ExplorerData;
  readonly tree: ExperimentsTree;
  private store: TrackingStore | undefined;

  constructor(
    private readonly uri: string,
    memory = { everywhere: new TestMemento(), workspace: new TestMemento() },
  ) {
    this.data = this.parts.add(new ExplorerData(this.session, this.events, memory, this.log));
    const appearance = this.parts.add(new Appearance(this.session));
    this.tree = this.parts.add(new ExperimentsTree(this.data, this.settings, appearance));
  }

  async connect(): Promise<this> {
    this.store ??= await connectRest({
      baseUrl: this.uri,
      credentials: { kind: 'none' },
      headers: [],
      fetch: (input, init) => {
        const body = typeof init.body === 'string' ? init.body : '';
        this.requests.push(`${new URL(input).pathname} ${body}`);
        return fetch(input, init);
      },
    });
    this.requests.length = 0;
    const info = { id: 'test', label: 'test server', uri: this.uri, source: 'user' } as const;
    this.session.change({ kind: 'connected', info, store: this.store });
    return this;
  }

  /** Connects to a store of the test's own making. */
  connectTo(store: Partial<TrackingStore>): this {
    const info = { id: 'made', label: 'made', uri: this.uri, source: 'user' } as const;
    this.session.change({ kind: 'connected', info, store: store as TrackingStore });
    return this;
  }

  /** The server stops answering; what is there stays. */
  becomeStale(): void {
    const { state } = this.session;
    if (state.kind === 'connected') {
      const error = new MlflowError('refused', 'Nothing answers.', { action: 'search runs', url: this.uri });
      const now = Date.now();
      this.session.change({ ...state, stale: { error, since: now - 130_000, nextTry: now + 18_000 } });
    }
  }

  dispose(): void {
    this.parts.dispose();
  }

  children(node?: TreeNode): Promise<TreeNode[]> {
    return this.tree.getChildren(node);
  }

  async experiment(id: string): Promise<ExperimentNode> {
    const nodes = await this.children();
    const found = nodes.find((node) => node.kind === 'experiment' && node.experiment.experimentId === id);
    if (found?.kind !== 'experiment') {
      throw new Error(`There is no experiment ${id} among ${nodes.length} rows`);
    }
    return found;
  }

  async runs(experimentId: string): Promise<RunNode[]> {
    return runNodes(await this.children(await this.experiment(experimentId)));
  }

  async section(node: RunNode, name: string): Promise<TreeNode[]> {
    const section = (await this.children(node)).find((child) => child.kind === 'section' && child.section === name);
    if (section === undefined) {
      throw new Error(`${node.run.name} has no section ${name}`);
    }
    return this.children(section);
  }

  /** `label | description` of a row, as a person reads it. */
  text(node: TreeNode): string {
    const { label, description } = this.tree.getTreeItem(node);
    const name = typeof label === 'string' ? label : (label?.label ?? '');
    return description === undefined || description === '' ? name : `${name} | ${String(description)}`;
  }

  /** The tree of runs as nested names. */
  async outline(nodes: readonly RunNode[]): Promise<unknown[]> {
    const outlines: unknown[] = [];
    for (const node of nodes) {
      const children = runNodes(await this.children(node));
      outlines.push(children.length === 0 ? node.run.name : [node.run.name, await this.outline(children)]);
    }
    return outlines;
  }
}

export function runNodes(nodes: readonly TreeNode[]): RunNode[] {
  return nodes.filter((node): node is RunNode => node.kind === 'run');
}

export function names(nodes: readonly { readonly run: Run }[]): string[] {
  return nodes.map(({ run }) => run.name);
}
