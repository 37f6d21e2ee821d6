import { parentRunId, type Run } from '../mlflow/entities';

type Runs = ReadonlyMap<string, { readonly run: Run }>;

/**
 * The parent of each run whose parent is among `runs`. Tags come from outside and may form cycles: each cycle is cut
 * above its oldest run, so that following parents always ends and every run is reachable from a run without a parent.
 */
export function acyclicParents(runs: Runs): Map<string, string> {
  const parents = namedParents(runs);
  const settled = new Set<string>();
  for (const id of [...parents.keys()]) {
    const path = walkUp(id, parents, settled);
    const cycle = cycleOf(path, parents);
    if (cycle.length > 0) {
      parents.delete(oldest(cycle, runs));
    }
    for (const visited of path) {
      settled.add(visited);
    }
  }
  return parents;
}

function namedParents(runs: Runs): Map<string, string> {
  const parents = new Map<string, string>();
  for (const [id, { run }] of runs) {
    const parent = parentRunId(run);
    if (parent !== undefined && parent !== id && runs.has(parent)) {
      parents.set(id, parent);
    }
  }
  return parents;
}

/** The end of the path that its last run's parent leads back into. */
function cycleOf(path: readonly string[], parents: ReadonlyMap<string, string>): readonly string[] {
  const last = path.at(-1);
  const next = last === undefined ? undefined : parents.get(last);
  const start = next === undefined ? -1 : path.indexOf(next);
  return start < 0 ? [] : path.slice(start);
}

/** From `id` upwards, until a run without a parent, a run that is settled, or one that is on the way already. */
function walkUp(id: string, parents: ReadonlyMap<string, string>, settled: ReadonlySet<string>): string[] {
  const path = new Set<string>();
  let current: string | undefined = id;
  while (current !== undefined && !settled.has(current) && !path.has(current)) {
    path.add(current);
    current = parents.get(current);
  }
  return [...path];
}

function oldest(ids: readonly string[], runs: Runs): string {
  const age = (id: string): number => runs.get(id)?.run.startTime ?? 0;
  return ids.reduce((best, id) => (age(id) < age(best) || (age(id) === age(best) && id < best) ? id : best));
}
