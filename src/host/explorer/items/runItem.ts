import * as vscode from 'vscode';
import type { Run } from '../../../core/mlflow/entities';
import { describeRun, type DescriptionContext } from '../../../core/explorer/runDescription';
import { runLabel, runName } from '../../../core/explorer/runLabels';
import { runState, type RunState } from '../../../core/explorer/runStatus';
import type { Appearance } from '../appearance';
import { runContext } from '../contextValues';
import { itemId } from './itemIds';

const STATE_ICONS: Readonly<Record<RunState, readonly [icon: string, colour?: string]>> = {
  running: ['loading~spin', 'charts.blue'],
  lost: ['warning', 'list.warningForeground'],
  scheduled: ['watch'],
  finished: ['pass', 'charts.green'],
  failed: ['error', 'list.errorForeground'],
  killed: ['circle-slash'],
  deleted: ['trash'],
};

// A run with children is known by its shape, unless its own state is what a person has to see.
const STATES_OVER_SHAPE: ReadonlySet<RunState> = new Set(['lost', 'failed', 'killed', 'deleted']);

/** A run's row. Its tooltip is made when it is asked for. */
export function runItem(run: Run, context: DescriptionContext, appearance: Appearance): vscode.TreeItem {
  const item = new vscode.TreeItem(runName(run), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = itemId('run', run.experimentId, run.runId);
  item.description = describeRun(run, context);
  item.iconPath = runIcon(run, context, appearance);
  item.contextValue = runContext(run, context.pinned);
  item.accessibilityInformation = { label: runLabel(run, context) };
  return item;
}

/** The icon of a run's state, or of a run with children. */
function runIcon(run: Run, { children, now }: DescriptionContext, appearance: Appearance): vscode.ThemeIcon {
  const state = runState(run, now);
  const [icon, colour] = STATE_ICONS[state];
  if (children.runs.length > 0 && !STATES_OVER_SHAPE.has(state)) {
    return appearance.icon('type-hierarchy-sub', state === 'running' ? colour : undefined);
  }
  return appearance.icon(icon, colour);
}

export function activeRunIcon(run: Run, now: number, appearance: Appearance): vscode.ThemeIcon {
  return appearance.icon(...STATE_ICONS[runState(run, now)]);
}
