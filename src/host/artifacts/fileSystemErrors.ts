import * as vscode from 'vscode';
import { MlflowError, type MlflowErrorKind } from '../../core/mlflow/errors';

const DENIED: ReadonlySet<MlflowErrorKind> = new Set(['unauthorized', 'forbidden', 'host-not-allowed']);

/** The error that VS Code's editors understand: they show its message where the artifact would be. */
export function asFileSystemError(error: unknown, uri: vscode.Uri): Error {
  if (!(error instanceof MlflowError)) {
    return error instanceof Error ? error : new Error(String(error));
  }
  if (error.kind === 'not-found') {
    return vscode.FileSystemError.FileNotFound(uri);
  }
  return DENIED.has(error.kind)
    ? vscode.FileSystemError.NoPermissions(error.message)
    : vscode.FileSystemError.Unavailable(error.message);
}
