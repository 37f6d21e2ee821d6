import * as vscode from 'vscode';
import { checkFilter } from '../../../../core/mlflow/filter/filter';
import { singleLine, withoutIcons } from '../../../../core/text/safeText';
import type { ExperimentNode } from '../../../shared/nodes';
import type { ExplorerData } from '../../explorerData';

/** Asks for the filter of an experiment's runs in MLflow's grammar, and shows what passes it. */
export async function editFilter({ experiment }: ExperimentNode, data: ExplorerData): Promise<void> {
  const connection = data.connection;
  if (connection === undefined) {
    return;
  }
  const filter = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter the Runs of {0}', withoutIcons(experiment.name)),
    prompt: vscode.l10n.t('MLflow’s search syntax. Conditions are joined by AND; empty shows all runs.'),
    placeHolder: "metrics.accuracy > 0.9 AND params.solver = 'lbfgs'",
    value: connection.choices.runList(experiment.experimentId).filter,
    ignoreFocusOut: true,
    validateInput: filterProblem,
  });
  // The same id is another experiment on another server.
  if (filter !== undefined && connection === data.connection) {
    await setFilter(experiment.experimentId, filter.trim(), data);
  }
}

/** Shows the experiment's runs that pass the filter; all of them where it is empty. */
export async function setFilter(experimentId: string, filter: string, data: ExplorerData): Promise<void> {
  await data.connection?.choices.setRunList(experimentId, { filter });
  data.connection?.restartRuns(experimentId);
  data.redrawExperiment(experimentId);
}

/** What is wrong with the text as a filter, and at which column; undefined for one that MLflow takes. */
function filterProblem(text: string): string | undefined {
  if (text.trim() === '') {
    return undefined;
  }
  const checked = checkFilter(text);
  return checked.ok ? undefined : singleLine(checked.message, 500);
}
