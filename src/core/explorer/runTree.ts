import { parentRunId, type Run } from '../mlflow/entities';
import { acyclicParents } from './runParents';
import { compareRuns, isNumericParameter, type RunSort } from './runOrder';

/** A run's place in the tree. It stays the same object while the run is loaded, so that a view can refresh just it. */
export interface RunEntry {
  readonly kind: 'run';
  run: Run;
}

interface Layout {
  readonly parents: ReadonlyMap<string, string>;
  readonly roots: readonly RunEntry[];
  readonly children: ReadonlyMap<string, readonly RunEntry[]>;
  /** The sort is by a parameter whose loaded values are all numbers. */
  readonly numericParameter: boolean;
}

const NO_ENTRIES: readonly RunEntry[] = [];

/** The loaded runs of one experiment, children under their parents at any depth, pinned ones first, then as sorted. */
export class RunTree {
  private readonly entries = new Map<string, RunEntry>();
  private layout: Layout | undefined;

  constructor(
    private readonly experimentId: string,
    private readonly sort: RunSort,
    private readonly isPinned: (runId: string) => boolean,
  ) {}

  get size(): number {
    return this.entries.size;
  }

  get all(): Iterable<RunEntry> {
    return this.entries.values();
  }

  get(runId: string): RunEntry | undefined {
    return this.entries.get(runId);
  }

  /** Adds the run, or replaces what was known of it; a run of another experiment is left out. */
  put(run: Run): RunEntry | undefined {
    if (run.experimentId !== this.experimentId) {
      return undefined;
    }
    const known = this.entries.get(run.runId);
    if (known === undefined) {
      const entry: RunEntry = { kind: 'run', run };
      this.entries.set(run.runId, entry);
      this.rearrange();
      return entry;
    }
    if (parentRunId(known.run) !== parentRunId(run)) {
      this.rearrange();
    }
    known.run = run;
    return known;
  }

  remove(runId: string): void {
    if (this.entries.delete(runId)) {
      this.rearrange();
    }
  }

  /** Sorts anew when the tree is next asked: pins, or values that the order depends on, have changed. */
  rearrange(): void {
    this.layout = undefined;
  }

  roots(): readonly RunEntry[] {
    return this.arranged().roots;
  }

  children(runId: string): readonly RunEntry[] {
    return this.arranged().children.get(runId) ?? NO_ENTRIES;
  }

  parent(runId: string): RunEntry | undefined {
    const parent = this.arranged().parents.get(runId);
    return parent === undefined ? undefined : this.entries.get(parent);
  }

  sortsAsNumbers(): boolean {
    return this.arranged().numericParameter;
  }

  /** Parents that are named by a loaded run and are not loaded themselves. */
  missingParents(): ReadonlySet<string> {
    const missing = new Set<string>();
    for (const { run } of this.entries.values()) {
      const parent = parentRunId(run);
      if (parent !== undefined && !this.entries.has(parent)) {
        missing.add(parent);
      }
    }
    return missing;
  }

  private arranged(): Layout {
    this.layout ??= this.arrange();
    return this.layout;
  }

  private arrange(): Layout {
    const parents = acyclicParents(this.entries);
    const roots: RunEntry[] = [];
    const children = new Map<string, RunEntry[]>();
    for (const [id, entry] of this.entries) {
      siblingsOf(parents.get(id), roots, children).push(entry);
    }
    const numericParameter = this.sort.by === 'param' && isNumericParameter(this.runs(), this.sort.key);
    const compare = this.comparator(numericParameter);
    roots.sort(compare);
    for (const siblings of children.values()) {
      siblings.sort(compare);
    }
    return { parents, roots, children, numericParameter };
  }

  private *runs(): Iterable<Run> {
    for (const entry of this.entries.values()) {
      yield entry.run;
    }
  }

  private comparator(numeric: boolean): (a: RunEntry, b: RunEntry) => number {
    const compare = compareRuns(this.sort, numeric);
    return (a, b) => Number(this.isPinned(b.run.runId)) - Number(this.isPinned(a.run.runId)) || compare(a.run, b.run);
  }
}

function siblingsOf(parent: string | undefined, roots: RunEntry[], children: Map<string, RunEntry[]>): RunEntry[] {
  if (parent === undefined) {
    return roots;
  }
  let siblings = children.get(parent);
  if (siblings === undefined) {
    siblings = [];
    children.set(parent, siblings);
  }
  return siblings;
}
