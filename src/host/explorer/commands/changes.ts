import type { StoreChange, StoreEvents } from '../../shared/session';

/** Tells the views of many changes, those of one experiment's runs and of one model once. */
export function fireChanges(events: StoreEvents, changes: readonly StoreChange[]): void {
  const runs = new Map<string, Set<string>>();
  const others = new Map<string, StoreChange>();
  for (const change of changes) {
    if (change.kind === 'runs') {
      const ids = runs.get(change.experimentId) ?? new Set();
      runs.set(change.experimentId, ids);
      for (const id of change.runIds ?? []) {
        ids.add(id);
      }
    } else {
      others.set(JSON.stringify(change), change);
    }
  }
  for (const change of others.values()) {
    events.fire(change);
  }
  for (const [experimentId, runIds] of runs) {
    events.fire({ kind: 'runs', experimentId, runIds: [...runIds] });
  }
}
