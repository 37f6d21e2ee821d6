import * as v from 'valibot';
import * as vscode from 'vscode';
import { runName, stateWords } from '../../core/explorer/runLabels';
import { formatAge } from '../../core/format/time';
import type { Run } from '../../core/mlflow/entities';
import type { TrackingReader } from '../../core/store/trackingStore';
import { withoutIcons } from '../../core/text/safeText';
import { withLateProgress } from '../shared/lateProgress';

const MAX_EXPERIMENTS = 500;
const MAX_RUNS = 200;

const NodeSchema = v.object({ kind: v.literal('run'), run: v.object({ runId: v.string() }) });

/** The run that a command was called on in a tree, or one that the person picks among those that cells have made. */
export async function runOfCommand(clicked: unknown, reader: TrackingReader): Promise<Run | undefined> {
  const node = v.safeParse(NodeSchema, clicked);
  return node.success ? reader.getRun(node.output.run.runId) : pickCellRun(reader);
}

async function pickCellRun(reader: TrackingReader): Promise<Run | undefined> {
  const runs = await withLateProgress(vscode.l10n.t('Looking for runs of cells'), (signal) => cellRuns(reader, signal));
  if (runs.length === 0) {
    throw new Error(vscode.l10n.t('No run of this server was made by a cell.'));
  }
  const items = runs.map((run) => ({
    label: withoutIcons(runName(run)),
    description: `${stateWords(run, Date.now())}, ${formatAge(run.startTime)}`,
    detail: withoutIcons(notebookOf(run), 200),
    run,
  }));
  const options = { title: vscode.l10n.t('Restore Cell Code from Run'), matchOnDetail: true, matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.run;
}

/** The newest runs that notebook cells have made. */
async function cellRuns(reader: TrackingReader, signal: AbortSignal): Promise<readonly Run[]> {
  const experiments = await reader.searchExperiments(
    { maxResults: MAX_EXPERIMENTS, orderBy: ['last_update_time DESC'] },
    signal,
  );
  const query = {
    experimentIds: experiments.items.map(({ experimentId }) => experimentId),
    filter: "tags.`runlens.cell.execution_count` LIKE '%'",
    orderBy: ['attributes.start_time DESC'],
    maxResults: MAX_RUNS,
  };
  return (await reader.searchRuns(query, signal)).items;
}

function notebookOf({ tags }: Run): string {
  return tags.find(({ key }) => key === 'runlens.notebook.path')?.value ?? '';
}
