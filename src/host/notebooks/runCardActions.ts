import * as vscode from 'vscode';
import { runLink } from '../../core/mlflow/uiLinks';
import { isSameServer } from '../../core/notebook/sameServer';
import type { RunOutput } from '../../core/notebook/runOutput';
import { withoutIcons } from '../../core/text/safeText';
import type { CardAction } from '../../protocol/runCard';
import type { ConnectionInfo, Session } from '../shared/session';
import type { CellRunOutput } from './runCardOutputs';

/** Does what a button of a card says, for the run that the notebook's own output names. */
export async function actOnCard(action: CardAction, { cell, output }: CellRunOutput, session: Session): Promise<void> {
  switch (action) {
    case 'reveal':
      await onItsServer(output, session, () => run('runlens.revealRun', { runId: output.run.runId }));
      return;
    case 'open':
      await onItsServer(output, session, (info) => openPage(output, info));
      return;
    case 'compare':
      await run('runlens.notebook.compareWithPrevious', cell);
      return;
    case 'whatChanged':
      await run('runlens.notebook.showCodeChange', cell);
      return;
    case 'stop':
      await run('notebook.cancelExecution', cell.notebook.uri);
      return;
    case 'retry':
      await run('runlens.retryConnection');
  }
}

async function run(command: string, ...args: readonly unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}

async function openPage({ run: { experimentId, runId } }: RunOutput, info: ConnectionInfo): Promise<void> {
  const workspace = info.workspace === undefined ? {} : { workspace: info.workspace };
  const link = runLink({ baseUrl: info.uri.replace(/\/+$/u, ''), ...workspace }, experimentId, runId);
  await vscode.env.openExternal(vscode.Uri.parse(link, true));
}

/** An output is no reason to send anything to a server that it names: only the one that is connected is asked. */
async function onItsServer(
  { trackingUri }: RunOutput,
  { state }: Session,
  act: (info: ConnectionInfo) => Promise<void>,
): Promise<void> {
  if (state.kind === 'connected' && isSameServer(state.info.uri, trackingUri ?? '')) {
    await act(state.info);
    return;
  }
  const place = trackingUri === undefined ? vscode.l10n.t('a store without a server') : withoutIcons(trackingUri, 200);
  const switching = vscode.l10n.t('Switch Connection…');
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('This run is on another server than the one that is connected: {0}.', place),
    switching,
  );
  if (picked === switching) {
    await run('runlens.switchConnection');
  }
}
