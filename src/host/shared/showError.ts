import * as vscode from 'vscode';
import { isCancelled, MlflowError } from '../../core/mlflow/errors';
import { singleLine, withoutIcons } from '../../core/text/safeText';

const MAX_TEXT = 700;

/**
 * Tells that `what` (a whole sentence: `Couldn’t rename the run.`) failed, and why. The details go into the log, which a
 * button opens. Work that the person cancelled is no failure.
 */
export function showFailure(log: vscode.LogOutputChannel, what: string, error: unknown): void {
  if (isCancelled(error)) {
    return;
  }
  log.error(`${what} ${detailsOf(error)}`);
  const showLog = vscode.l10n.t('Show Log');
  void vscode.window.showErrorMessage(failureText(what, error), showLog).then((picked) => {
    if (picked === showLog) {
      log.show(true);
    }
  });
}

/** What failed and why, in one text for a person. */
export function failureText(what: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  // An error of the client begins with what it tried: said once is enough.
  const came = error instanceof MlflowError ? reason.replace(/^Couldn’t [^.]*\.\s+/u, '') : reason;
  return withoutIcons(`${what} ${came}`, MAX_TEXT);
}

function detailsOf(error: unknown): string {
  if (!(error instanceof MlflowError)) {
    return singleLine(error instanceof Error ? (error.stack ?? error.message) : String(error), 2000);
  }
  const { url, status, code, attempts } = error.details;
  const facts = [error.kind, status, code, attempts === undefined ? undefined : `${attempts} attempts`];
  return singleLine(`${error.message} [${facts.filter((fact) => fact !== undefined).join(', ')}] ${url}`, 2000);
}
