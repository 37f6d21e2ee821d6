/** Why work with a Jupyter server or a kernel failed, one reason per thing that a person would do about it. */
export type JupyterFailure =
  | 'untrusted'
  | 'no-python'
  | 'no-jupyter'
  | 'ended'
  | 'cancelled'
  | 'unreachable'
  | 'unauthorized'
  | 'not-jupyter'
  | 'kernel';

/** Work with a Jupyter server failed. The message tells what was tried, what came back and what to do. */
export class JupyterError extends Error {
  override readonly name = 'JupyterError';

  constructor(
    readonly reason: JupyterFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
