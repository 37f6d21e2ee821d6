import * as v from 'valibot';
import * as vscode from 'vscode';
import type { RunEntry } from '../../../../core/explorer/runTree';
import type { ExperimentsView } from '../experimentsView';
import type { ConnectionData } from '../../connectionData';
import type { ExplorerData } from '../../explorerData';

const argumentSchema = v.object({ runId: v.pipe(v.string(), v.minLength(1)) });

/** Shows a run in the Experiments view: `{ runId }`. It is fetched where it is not loaded. */
export async function revealRun(argument: unknown, data: ExplorerData, { view }: ExperimentsView): Promise<void> {
  const { runId } = v.parse(argumentSchema, argument);
  const connection = data.connection;
  if (connection === undefined) {
    return;
  }
  const entry = await vscode.window.withProgress({ location: { viewId: 'runlens.experiments' } }, () =>
    findRun(connection, runId, data),
  );
  if (entry !== undefined) {
    await view.reveal(entry, { select: true, focus: true, expand: false });
  }
}

async function findRun(connection: ConnectionData, runId: string, data: ExplorerData): Promise<RunEntry | undefined> {
  for (const { tree } of connection.allLoadedRuns) {
    const entry = tree.get(runId);
    if (entry !== undefined) {
      return entry;
    }
  }
  const run = await connection.reader.getRun(runId);
  await showExperiment(connection, run.experimentId, data);
  const runs = await connection.runs(run.experimentId);
  const known = runs.tree.get(runId);
  if (known !== undefined) {
    return known;
  }
  const entry = await runs.include(run);
  data.redrawExperiment(run.experimentId);
  return entry;
}

/** Sees that the experiment has a row: it may be hidden, not searched for, or on a later page. */
async function showExperiment(connection: ConnectionData, experimentId: string, data: ExplorerData): Promise<void> {
  if (connection.choices.isHidden(experimentId) || data.options.search !== '') {
    data.setOptions({ search: '', showHidden: true });
  }
  const list = await connection.experiments();
  if (list.get(experimentId) === undefined) {
    list.put(await connection.reader.getExperiment(experimentId));
    data.redrawAll();
  }
}
