import type { Account } from '../../core/connection/account';
import type { Candidate } from '../../core/connection/candidates';
import type { TlsFiles } from '../../core/connection/tlsFiles';
import type { KernelConnection } from '../../core/notebook/kernelSetup';
import type { ConnectionState } from '../shared/session';
import { withHome } from '../shared/pemFile';
import type { TlsPolicy } from '../shared/tlsPolicy';
import { tlsFilesOf } from './connector';

interface Opened {
  readonly candidate: Candidate;
  readonly state: Extract<ConnectionState, { kind: 'connected' | 'failed' }>;
  readonly account: Account | undefined;
  readonly tls: TlsPolicy;
}

/** What a kernel gets of a connection that may be opened. A local store goes through the server that serves it. */
export function kernelConnectionOf({ candidate, state, account, tls }: Opened): KernelConnection | undefined {
  const trackingUri = candidate.target.kind === 'server' ? candidate.target.baseUrl : servedAt(state);
  if (trackingUri === undefined) {
    return undefined;
  }
  const workspace =
    state.kind === 'connected' && !state.store.capabilities.workspaces ? undefined : state.info.workspace;
  return {
    trackingUri,
    credentials: account?.credentials ?? { kind: 'none' },
    ...(workspace !== undefined && { workspace }),
    environment: tlsVariables(tlsFilesOf(candidate, tls)),
  };
}

function servedAt(state: Opened['state']): string | undefined {
  return state.kind === 'connected' ? state.info.uri : undefined;
}

// MLflow refuses a certificate beside the switch, and reads certificate and key from one file.
function tlsVariables(files: TlsFiles | undefined): Record<string, string> {
  const { ca, cert, key, insecure = false } = files ?? {};
  return {
    ...(insecure && { MLFLOW_TRACKING_INSECURE_TLS: 'true' }),
    ...(!insecure && ca !== undefined && { MLFLOW_TRACKING_SERVER_CERT_PATH: withHome(ca) }),
    ...(cert !== undefined && cert === key && { MLFLOW_TRACKING_CLIENT_CERT_PATH: withHome(cert) }),
  };
}
