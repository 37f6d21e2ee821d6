/** The part of the explorer's benchmark that runs inside VS Code's extension host. */
import { writeFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { connectRest } from '../../../src/core/store/connect';
import { Appearance } from '../../../src/host/explorer/appearance';
import { ExperimentsTree } from '../../../src/host/explorer/experiments/experimentsTree';
import { ExplorerData } from '../../../src/host/explorer/explorerData';
import { ExplorerSettings } from '../../../src/host/explorer/explorerSettings';
import type { ExperimentNode } from '../../../src/host/shared/nodes';
import type { ConnectionState, Session } from '../../../src/host/shared/session';
import { StoreEventHub } from '../../../src/host/shared/storeEvents';
import { waitFor } from '../../rig/wait';
import { benchVariable, FIRST_ROWS, type ExplorerFigures, type ExplorerTask } from '../explorerTask';

/** Called by VS Code. */
export async function run(): Promise<void> {
  const task = JSON.parse(process.env[benchVariable] ?? '{}') as ExplorerTask;
  const start = usedMemory();
  const traffic = new Traffic();
  const store = await connectRest({
    baseUrl: task.uri,
    credentials: { kind: 'none' },
    headers: [],
    fetch: (url, init) => traffic.fetch(url, init),
  });
  const info = { id: task.uri, label: 'bench', uri: task.uri, source: 'user' } as const;
  const changed = new vscode.EventEmitter<ConnectionState>();
  const session: Session = { state: { kind: 'connected', info, store }, onDidChangeState: changed.event };
  const memory = await measureMemory(session, task, start);
  const times = await measureTimes(session, task, traffic);
  await writeFile(task.output, JSON.stringify({ ...memory, ...times } satisfies ExplorerFigures));
}

interface OpenTree {
  readonly tree: ExperimentsTree;
  readonly data: ExplorerData;
  readonly dispose: () => void;
}

/** The view's own tree, and what it needs, with nothing loaded. */
function openTree(session: Session): OpenTree {
  const events = new StoreEventHub();
  const log = vscode.window.createOutputChannel('bench', { log: true });
  const data = new ExplorerData(session, events, { everywhere: noMemento, workspace: noMemento }, log);
  const settings = new ExplorerSettings();
  const appearance = new Appearance(session);
  const tree = new ExperimentsTree(data, settings, appearance);
  return {
    tree,
    data,
    dispose: () => {
      [tree, appearance, settings, data, log, events].forEach((each) => {
        each.dispose();
      });
    },
  };
}

const noMemento: vscode.Memento = {
  keys: () => [],
  get: <T>(_key: string, fallback?: T): T | undefined => fallback,
  update: () => Promise.resolve(),
};

async function experimentOf(tree: ExperimentsTree, id: string): Promise<ExperimentNode> {
  const nodes = await tree.getChildren();
  const found = nodes.find((node) => node.kind === 'experiment' && node.experiment.experimentId === id);
  if (found?.kind !== 'experiment') {
    throw new Error(`No experiment ${id} among ${nodes.map(({ kind }) => kind).join()}`);
  }
  return found;
}

async function measureMemory(
  session: Session,
  task: ExplorerTask,
  start: Memory,
): Promise<Pick<ExplorerFigures, 'runs' | 'heapBytes' | 'rssBytes'>> {
  const { tree, data, dispose } = openTree(session);
  try {
    const experiment = await experimentOf(tree, task.experiment);
    for (;;) {
      const rows = await tree.getChildren(experiment);
      rows.forEach((row) => tree.getTreeItem(row));
      const more = rows.find((row) => row.kind === 'loadMore');
      if (more?.kind !== 'loadMore') {
        break;
      }
      await tree.loadMore(more);
    }
    const runs = data.connection?.loadedRuns(task.experiment)?.count ?? 0;
    const end = usedMemory();
    return { runs, heapBytes: end.heap - start.heap, rssBytes: end.rss - start.rss };
  } finally {
    dispose();
  }
}

async function measureTimes(
  session: Session,
  task: ExplorerTask,
  traffic: Traffic,
): Promise<Pick<ExplorerFigures, 'treeMs' | 'rawMs'>> {
  const treeMs: number[] = [];
  const rawMs: number[] = [];
  const sides = [
    async (): Promise<unknown> => treeMs.push(await timeTree(session, task, traffic)),
    async (): Promise<unknown> => rawMs.push(await traffic.timeAgain()),
  ];
  await sides[0]?.();
  treeMs.length = 0;
  for (let round = 0; round < task.rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      await traffic.silence();
      await side();
    }
  }
  return { treeMs, rawMs };
}

/** From the expansion of the experiment to its first rows, ready to be drawn. */
async function timeTree(session: Session, task: ExplorerTask, traffic: Traffic): Promise<number> {
  const { tree, dispose } = openTree(session);
  try {
    const experiment = await experimentOf(tree, task.experiment);
    await traffic.silence();
    const start = performance.now();
    const rows = await tree.getChildren(experiment);
    const items = rows.map((row) => tree.getTreeItem(row));
    const time = performance.now() - start;
    if (items.length < FIRST_ROWS) {
      throw new Error(`The tree has ${String(items.length)} rows`);
    }
    await traffic.silence();
    return time;
  } finally {
    dispose();
  }
}

interface Memory {
  readonly heap: number;
  readonly rss: number;
}

/** After garbage was collected and its pages were given back: what is left is in use. */
function usedMemory(): Memory {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => void;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, rss };
}

/** Sees the requests of the store, and can send the last search for runs again. */
class Traffic {
  private open = 0;
  private lastChange = performance.now();
  private lastSearch: { readonly url: string; readonly init: RequestInit } | undefined;

  async fetch(url: string, init: RequestInit): Promise<Response> {
    if (url.endsWith('/runs/search')) {
      const { method = 'POST', headers = {}, body = null } = init;
      this.lastSearch = { url, init: { method, headers, body } };
    }
    this.count(1);
    try {
      return await fetch(url, init);
    } finally {
      this.count(-1);
    }
  }

  /** Waits until nothing was asked for a while: requests that follow the first rows must not slow the other side. */
  async silence(): Promise<void> {
    await waitFor(() => this.open === 0 && performance.now() - this.lastChange > 400, {
      what: 'silence',
      timeoutMs: 60_000,
    });
  }

  /** The same request without anything of Runlens. */
  async timeAgain(): Promise<number> {
    if (this.lastSearch === undefined) {
      throw new Error('The tree has searched for no runs');
    }
    const { url, init } = this.lastSearch;
    const start = performance.now();
    const response = await fetch(url, init);
    const reply = JSON.parse(await response.text()) as { readonly runs: readonly unknown[] };
    const time = performance.now() - start;
    if (reply.runs.length !== FIRST_ROWS) {
      throw new Error(`The request gives ${String(reply.runs.length)} runs`);
    }
    return time;
  }

  private count(change: number): void {
    this.open += change;
    this.lastChange = performance.now();
  }
}
