import * as v from 'valibot';
import type * as vscode from 'vscode';
import { NEWEST_FIRST, type RunSort } from '../../core/explorer/runOrder';

const ids = v.array(v.string());

const markedSchema = v.object({
  pinnedExperiments: v.optional(ids, []),
  hiddenExperiments: v.optional(ids, []),
  pinnedRuns: v.optional(v.record(v.string(), ids), {}),
});

const sortSchema = v.object({
  by: v.picklist(['attribute', 'metric', 'param']),
  key: v.string(),
  ascending: v.boolean(),
});

const listSchema = v.object({ filter: v.optional(v.string(), ''), sort: v.optional(sortSchema, NEWEST_FIRST) });
const listsSchema = v.record(v.string(), listSchema);

/** How one experiment's runs are filtered and sorted. */
export interface RunListChoice {
  readonly filter: string;
  readonly sort: RunSort;
}

interface Marked {
  readonly pinnedExperiments: Set<string>;
  readonly hiddenExperiments: Set<string>;
  readonly pinnedRuns: Map<string, Set<string>>;
}

const NOTHING: ReadonlySet<string> = new Set();
const DEFAULT_LIST: RunListChoice = { filter: '', sort: NEWEST_FIRST };

/**
 * What the person chose and Runlens remembers for one connection: pins and hidden experiments everywhere, filters and
 * sorts in this workspace.
 */
export class Choices {
  private readonly marked: Marked;
  private readonly lists: Map<string, RunListChoice>;

  constructor(
    private readonly connectionId: string,
    private readonly everywhere: vscode.Memento,
    private readonly workspace: vscode.Memento,
  ) {
    this.marked = readMarked(everywhere.get(this.markedKey));
    const lists = v.safeParse(listsSchema, workspace.get(this.listsKey));
    this.lists = new Map(Object.entries(lists.success ? lists.output : {}));
  }

  isPinnedExperiment(experimentId: string): boolean {
    return this.marked.pinnedExperiments.has(experimentId);
  }

  isHidden(experimentId: string): boolean {
    return this.marked.hiddenExperiments.has(experimentId);
  }

  pinnedRuns(experimentId: string): ReadonlySet<string> {
    return this.marked.pinnedRuns.get(experimentId) ?? NOTHING;
  }

  async setPinnedExperiment(experimentId: string, pinned: boolean): Promise<void> {
    setMember(this.marked.pinnedExperiments, experimentId, pinned);
    await this.saveMarked();
  }

  async setHidden(experimentId: string, hidden: boolean): Promise<void> {
    setMember(this.marked.hiddenExperiments, experimentId, hidden);
    await this.saveMarked();
  }

  async setPinnedRun(experimentId: string, runId: string, pinned: boolean): Promise<void> {
    const runs = this.marked.pinnedRuns.get(experimentId) ?? new Set();
    this.marked.pinnedRuns.set(experimentId, runs);
    setMember(runs, runId, pinned);
    await this.saveMarked();
  }

  runList(experimentId: string): RunListChoice {
    return this.lists.get(experimentId) ?? DEFAULT_LIST;
  }

  /** The filters in use, by experiment. */
  get filters(): ReadonlyMap<string, string> {
    const filtered = [...this.lists].filter(([, list]) => list.filter !== '');
    return new Map(filtered.map(([experimentId, list]) => [experimentId, list.filter]));
  }

  async setRunList(experimentId: string, change: Partial<RunListChoice>): Promise<void> {
    this.lists.set(experimentId, { ...this.runList(experimentId), ...change });
    await this.workspace.update(this.listsKey, Object.fromEntries(this.lists));
  }

  private get markedKey(): string {
    return `runlens.explorer.marked.${this.connectionId}`;
  }

  private get listsKey(): string {
    return `runlens.explorer.lists.${this.connectionId}`;
  }

  private async saveMarked(): Promise<void> {
    const { pinnedExperiments, hiddenExperiments, pinnedRuns } = this.marked;
    await this.everywhere.update(this.markedKey, {
      pinnedExperiments: [...pinnedExperiments],
      hiddenExperiments: [...hiddenExperiments],
      pinnedRuns: Object.fromEntries([...pinnedRuns].map(([experimentId, runs]) => [experimentId, [...runs]])),
    });
  }
}

function readMarked(stored: unknown): Marked {
  const parsed = v.safeParse(markedSchema, stored ?? {});
  const { pinnedExperiments, hiddenExperiments, pinnedRuns } = parsed.success
    ? parsed.output
    : { pinnedExperiments: [], hiddenExperiments: [], pinnedRuns: {} };
  return {
    pinnedExperiments: new Set(pinnedExperiments),
    hiddenExperiments: new Set(hiddenExperiments),
    pinnedRuns: new Map(Object.entries(pinnedRuns).map(([experimentId, runs]) => [experimentId, new Set(runs)])),
  };
}

function setMember(set: Set<string>, member: string, wanted: boolean): void {
  if (wanted) {
    set.add(member);
  } else {
    set.delete(member);
  }
}
