import type { ExplorerData } from '../../explorerData';
import type { TreeNode } from '../../internalNodes';

/** Pins experiments and runs to the top of where they are, or lets go of them. */
export async function setPinned(nodes: readonly TreeNode[], pinned: boolean, data: ExplorerData): Promise<void> {
  const connection = data.connection;
  if (connection === undefined) {
    return;
  }
  const experimentIds = new Set<string>();
  for (const node of nodes) {
    if (node.kind === 'experiment') {
      await connection.choices.setPinnedExperiment(node.experiment.experimentId, pinned);
    } else if (node.kind === 'run') {
      await connection.choices.setPinnedRun(node.run.experimentId, node.run.runId, pinned);
      experimentIds.add(node.run.experimentId);
    }
  }
  for (const experimentId of experimentIds) {
    connection.loadedRuns(experimentId)?.tree.rearrange();
    data.redrawExperiment(experimentId);
  }
  if (nodes.some((node) => node.kind === 'experiment')) {
    data.redrawAll();
  }
}

/** Hides experiments from the tree, or shows them again. */
export async function setHidden(nodes: readonly TreeNode[], hidden: boolean, data: ExplorerData): Promise<void> {
  for (const node of nodes) {
    if (node.kind === 'experiment') {
      await data.connection?.choices.setHidden(node.experiment.experimentId, hidden);
    }
  }
  data.redrawAll();
}
