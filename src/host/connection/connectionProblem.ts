import * as vscode from 'vscode';
import { describeProblem } from '../../core/connection/problem';
import type { MlflowError } from '../../core/mlflow/errors';
import { withoutIcons } from '../../core/text/safeText';
import { editAddress } from './editConnection';
import type { CommandParts } from './newConnection';
import { signIn } from './signIn';

/** Tells why the connection does not work, and offers what may help. */
export async function showProblem(parts: CommandParts): Promise<void> {
  const { service, log } = parts;
  const error = currentError(parts);
  if (error === undefined) {
    return;
  }
  const label = 'info' in service.state ? service.state.info.label : '';
  const text = withoutIcons(describeProblem(error, label, service.account), 1200);
  log.error(text);
  await offer(parts, text, error.kind === 'unauthorized');
}

async function offer(parts: CommandParts, problem: string, asksForSignIn: boolean): Promise<void> {
  const { service, log } = parts;
  const signingIn = vscode.l10n.t('Sign In…');
  const retry = vscode.l10n.t('Try Again');
  const edit = vscode.l10n.t('Edit Address…');
  const showLog = vscode.l10n.t('Show Log');
  const actions = [asksForSignIn ? signingIn : retry, edit, showLog];
  switch (await vscode.window.showErrorMessage(problem, ...actions)) {
    case signingIn:
      await signIn(parts);
      break;
    case retry:
      await service.retry();
      break;
    case edit:
      await editAddress(parts);
      break;
    case showLog:
      log.show(true);
  }
}

function currentError({ service: { state } }: CommandParts): MlflowError | undefined {
  if (state.kind === 'failed') {
    return state.error;
  }
  return state.kind === 'connected' ? state.stale?.error : undefined;
}
