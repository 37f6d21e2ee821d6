import * as vscode from 'vscode';
import type { Run } from '../../core/mlflow/entities';
import { findPreviousRun } from '../../core/notebook/previousRun';
import { withLateProgress } from '../shared/lateProgress';
import type { Session } from '../shared/session';
import { runOf } from './cellRun';
import { commandCells } from './cells';
import { connectedFor, type Connected } from './connectedRun';

/** The run of a cell, and the one that it made before. */
export interface RunPair {
  readonly connection: Connected;
  readonly before: Run;
  readonly after: Run;
}

/** Reads both runs of the cell that a command was called on. */
export async function readRunPair(session: Session, clicked: unknown): Promise<RunPair> {
  const output = commandCells(clicked)
    .map(runOf)
    .find((found) => found !== undefined);
  if (output === undefined) {
    throw new Error(vscode.l10n.t('This cell has made no run. Log it, and run it.'));
  }
  const connection = await connectedFor(session, output);
  return withLateProgress(vscode.l10n.t('Reading the runs of the cell'), async (signal) => {
    const { store } = connection;
    const [after, before] = await Promise.all([
      store.getRun(output.run.runId, signal),
      findPreviousRun(output, store, signal),
    ]);
    if (before === undefined) {
      throw new Error(vscode.l10n.t('This cell has made one run, and none before it.'));
    }
    return { connection, before, after };
  });
}
