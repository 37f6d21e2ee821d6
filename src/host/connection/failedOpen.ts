import type { Candidate } from '../../core/connection/candidates';
import { StoreFileError } from '../../core/connection/storeFile.node';
import { LocalServerError } from '../../core/localServer/errors';
import { MlflowError } from '../../core/mlflow/errors';

/** Any failure to open a connection as the one type that the views know. */
export function toMlflowError(error: unknown, candidate: Candidate): MlflowError {
  if (error instanceof MlflowError) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  const kind = error instanceof StoreFileError ? 'invalid-request' : 'refused';
  const action = candidate.target.kind === 'store' ? 'open the local store' : 'connect';
  return new MlflowError(kind, message, { action, url: candidate.uri, cause: error });
}

/** The value of the context key `runlens.connection` for a failure: it selects the welcome view. */
export function failureContext({ kind, details: { cause } }: MlflowError): string {
  if (cause instanceof LocalServerError) {
    return cause.reason === 'untrusted' || cause.reason === 'store' ? 'unusable' : 'local-server';
  }
  return kind === 'invalid-request' ? 'unusable' : kind;
}
