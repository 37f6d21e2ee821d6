import type { StoreEvents } from '../../../shared/session';
import type { ExplorerData } from '../../explorerData';
import type { TreeNode } from '../../internalNodes';

/** Fetches anew what the given elements show: whole experiments, or single runs with all below them; without any, everything. */
export function refreshNodes(nodes: readonly TreeNode[], data: ExplorerData, events: StoreEvents): void {
  if (nodes.length === 0) {
    events.fire({ kind: 'everything' });
  }
  const runs = new Map<string, Set<string>>();
  for (const node of nodes) {
    if (node.kind === 'experiment') {
      data.connection?.invalidateRuns(node.experiment.experimentId);
      data.redrawExperiment(node.experiment.experimentId);
    } else if ('run' in node) {
      const ids = runs.get(node.run.experimentId) ?? new Set();
      runs.set(node.run.experimentId, ids.add(node.run.runId));
    }
  }
  for (const [experimentId, runIds] of runs) {
    events.fire({ kind: 'runs', experimentId, runIds: [...runIds] });
  }
}
