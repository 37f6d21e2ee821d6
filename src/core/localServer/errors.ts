/** Why the local server does not run, one reason per thing that a person would do about it. */
export type LocalServerFailure = 'untrusted' | 'no-python' | 'no-mlflow' | 'store' | 'cancelled' | 'ended';

/** The local server could not be started, or has ended. The message tells what was tried and what to do. */
export class LocalServerError extends Error {
  override readonly name = 'LocalServerError';

  constructor(
    readonly reason: LocalServerFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
