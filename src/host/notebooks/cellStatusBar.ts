import * as vscode from 'vscode';
import { chosenFor, parseChosenMetrics } from '../../core/explorer/chosenMetrics';
import type { RunStatus } from '../../core/mlflow/entities';
import type { CellLog } from '../../core/notebook/cellMark';
import type { RunOutput } from '../../core/notebook/runOutput';
import { describeRunOutput, summarizeRun } from '../../core/notebook/runSummary';
import { singleLine, withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import { runOf } from './cellRun';
import { isPythonCell, logOf, NOTEBOOK_TYPE } from './cells';
import { notebookUsesMlflow } from './notebookUse';

const ICONS: Readonly<Record<RunStatus, string>> = {
  // A saved notebook may say RUNNING for ever: nothing turns.
  RUNNING: 'play-circle',
  SCHEDULED: 'watch',
  FINISHED: 'check',
  FAILED: 'error',
  KILLED: 'circle-slash',
};

/** In the status bar of a cell: whether it is logged, and the run that it made, read from its outputs. */
export class CellStatusBar implements vscode.NotebookCellStatusBarItemProvider, vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly changed = this.parts.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCellStatusBarItems = this.changed.event;

  constructor() {
    this.parts.add(vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, this));
    this.parts.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('runlens')) {
          this.changed.fire();
        }
      }),
    );
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const output = runOf(cell);
    const log = isPythonCell(cell) ? logOf(cell) : undefined;
    return [...(output === undefined ? [] : runItems(output, cell)), ...(log === undefined ? [] : logItems(log, cell))];
  }

  dispose(): void {
    this.parts.dispose();
  }
}

function runItems(output: RunOutput, cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
  const wished = chosenFor(
    parseChosenMetrics(vscode.workspace.getConfiguration('runlens').get('explorer.metrics')),
    output.run.experimentName,
  );
  const summary = `$(${ICONS[output.run.status]}) ${withoutIcons(summarizeRun(output, wished), 120)}`;
  const run = item(summary, vscode.NotebookCellStatusBarAlignment.Left, 30);
  run.tooltip = describeRunOutput(output);
  run.command = {
    title: vscode.l10n.t('Show Run in Experiments'),
    command: 'runlens.notebook.showRun',
    arguments: [cell],
  };
  return output.previousRunId === undefined ? [run] : [run, ...comparisonItems(cell)];
}

function comparisonItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
  const compare = item('$(git-compare)', vscode.NotebookCellStatusBarAlignment.Left, 29);
  compare.tooltip = vscode.l10n.t('Compare with the Cell’s Previous Run');
  compare.command = { title: compare.tooltip, command: 'runlens.notebook.compareWithPrevious', arguments: [cell] };
  compare.accessibilityInformation = { label: compare.tooltip, role: 'button' };
  const change = item('$(diff)', vscode.NotebookCellStatusBarAlignment.Left, 28);
  change.tooltip = vscode.l10n.t('What Changed in This Cell');
  change.command = { title: change.tooltip, command: 'runlens.notebook.showCodeChange', arguments: [cell] };
  change.accessibilityInformation = { label: change.tooltip, role: 'button' };
  return [compare, change];
}

/** Whether the cell is logged, and a click to change that: VS Code does not always fill the toolbar of a cell. */
function logItems(log: CellLog, cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
  const isOff = log.kind === 'off';
  if (isOff && !notebookUsesMlflow(cell.notebook)) {
    return [];
  }
  const state = isOff ? vscode.l10n.t('MLflow: off') : vscode.l10n.t('MLflow: on');
  const shown = item(`$(beaker) ${state}`, vscode.NotebookCellStatusBarAlignment.Right, 30);
  shown.tooltip = isOff ? vscode.l10n.t('This cell is not logged. Click to make it an MLflow run.') : whyLogged(log);
  shown.command = {
    title: isOff ? vscode.l10n.t('Log This Cell') : vscode.l10n.t('Don’t Log This Cell'),
    command: 'runlens.notebook.toggleCell',
    arguments: [cell],
  };
  return [shown];
}

function whyLogged(log: Exclude<CellLog, { kind: 'off' }>): string {
  switch (log.kind) {
    case 'line':
      return vscode.l10n.t('This cell becomes an MLflow run, as its first line says: {0}', singleLine(log.line, 200));
    case 'toggle':
      return log.options === ''
        ? vscode.l10n.t('This cell becomes an MLflow run. Click to switch it off.')
        : vscode.l10n.t('This cell becomes an MLflow run, with {0}. Click to switch it off.', singleLine(log.options));
    case 'all':
      return vscode.l10n.t(
        'This cell becomes an MLflow run if it logs anything: the setting runlens.notebooks.logAllCells is on. Click to leave it out.',
      );
  }
}

function item(
  text: string,
  alignment: vscode.NotebookCellStatusBarAlignment,
  priority: number,
): vscode.NotebookCellStatusBarItem {
  const made = new vscode.NotebookCellStatusBarItem(text, alignment);
  made.priority = priority;
  return made;
}
