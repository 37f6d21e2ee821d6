import type { Children, DescriptionContext } from '../../core/explorer/runDescription';
import type { Run } from '../../core/mlflow/entities';
import type { ConnectionData } from './connectionData';
import type { ExplorerSettings } from './explorerSettings';

const NO_CHILDREN: Children = { runs: [], complete: true };

/** The metrics beside this experiment's runs: chosen ones, else the one that sorts, else the commonest. */
export function shownMetrics(
  data: ConnectionData,
  settings: ExplorerSettings,
  experimentId: string,
): readonly string[] {
  const name = data.experiment(experimentId)?.name;
  const chosen = name === undefined ? [] : settings.chosenMetrics(name);
  if (chosen.length > 0) {
    return chosen;
  }
  const { sort } = data.choices.runList(experimentId);
  const metric = sort.by === 'metric' ? sort.key : data.defaultMetric(experimentId);
  return metric === undefined ? [] : [metric];
}

/** What a run's row shows beside its name. */
export function runDescriptionContext(
  data: ConnectionData,
  settings: ExplorerSettings,
  run: Run,
  now: number,
): DescriptionContext {
  const { sort } = data.choices.runList(run.experimentId);
  return {
    metrics: shownMetrics(data, settings, run.experimentId),
    ...(sort.by === 'param' ? { parameter: sort.key } : {}),
    aliases: data.aliases(run.runId),
    children: childrenOf(data, run),
    pinned: data.choices.pinnedRuns(run.experimentId).has(run.runId),
    now,
  };
}

function childrenOf(data: ConnectionData, run: Run): Children {
  const runs = data.loadedRuns(run.experimentId);
  const children = runs?.tree.children(run.runId) ?? [];
  return children.length === 0
    ? NO_CHILDREN
    : { runs: children.map((child) => child.run), complete: runs?.hasAllChildren(run.runId) === true };
}
