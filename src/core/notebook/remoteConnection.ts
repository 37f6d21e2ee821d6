import type { KernelConnection } from './kernelSetup';

/**
 * What a kernel on another machine gets of a connection: credentials only where the person has agreed, no paths of this
 * machine, and nothing of a server that listens here alone, since the same address means another one there.
 */
export function remoteConnection(
  connection: KernelConnection | undefined,
  mayHaveCredentials: boolean,
): KernelConnection | undefined {
  if (connection === undefined || isLoopback(connection.trackingUri)) {
    return undefined;
  }
  const { trackingUri, credentials, workspace } = connection;
  return {
    trackingUri,
    credentials: mayHaveCredentials ? credentials : { kind: 'none' },
    ...(workspace !== undefined && { workspace }),
  };
}

/** Whether an address leads to the machine that it is used on. */
export function isLoopback(uri: string): boolean {
  const host = URL.canParse(uri) ? new URL(uri).hostname : '';
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\])$/u.test(host);
}
