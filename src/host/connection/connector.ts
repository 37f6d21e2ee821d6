import * as vscode from 'vscode';
import type { Account } from '../../core/connection/account';
import type { Candidate, Target } from '../../core/connection/candidates';
import { credentialPlaces } from '../../core/connection/credentialOrder';
import type { OriginSecret } from '../../core/connection/originSecret';
import { proxyProblem, proxyRules, type ProxySettings } from '../../core/connection/proxy';
import { tlsFiles, type TlsFiles } from '../../core/connection/tlsFiles';
import { MlflowError } from '../../core/mlflow/errors';
import { readMlflowCredentials } from '../../core/mlflow/mlflowCredentials.node';
import type { Fetch, RequestObserver } from '../../core/mlflow/rest/options';
import { createTlsFetch } from '../../core/mlflow/tlsFetch.node';
import { connectRest } from '../../core/store/connect';
import type { TrackingStore } from '../../core/store/trackingStore';
import { readPem } from '../shared/pemFile';
import type { TlsPolicy } from '../shared/tlsPolicy';

/** A server to connect to. */
export interface ServerCandidate extends Candidate {
  readonly target: Extract<Target, { kind: 'server' }>;
}

/** An open connection; `close` ends what it holds. */
export interface OpenConnection {
  readonly store: TrackingStore;
  readonly account: Account | undefined;
  close(): void;
}

/** How to open a connection. `secret` is what is kept for the candidate's own origin, and for no other. */
export interface OpenRequest {
  readonly candidate: ServerCandidate;
  readonly secret: OriginSecret;
  readonly tls: TlsPolicy;
  readonly observer?: RequestObserver;
  readonly onAccount?: (account: Account | undefined) => void;
}

/** Connects to a server, with the credentials, headers and certificates that belong to it. */
export async function openConnection(request: OpenRequest, signal: AbortSignal): Promise<OpenConnection> {
  const { candidate, secret, observer } = request;
  const account = await findAccount(candidate, secret);
  request.onAccount?.(account);
  const { fetch, close } = await chooseFetch(request);
  const saved = Object.entries(candidate.saved?.headers ?? {}).map(([key, value]) => ({ key, value }));
  try {
    const store = await connectRest(
      {
        baseUrl: candidate.target.baseUrl,
        credentials: account?.credentials ?? { kind: 'none' },
        headers: [...saved, ...secret.headers],
        fetch,
        ...(candidate.saved?.workspace !== undefined && { workspace: candidate.saved.workspace }),
        ...(observer && { observer }),
      },
      signal,
    );
    return { store, account, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function findAccount(candidate: ServerCandidate, secret: OriginSecret): Promise<Account | undefined> {
  if (secret.credentials !== undefined && secret.credentials.kind !== 'none') {
    return { credentials: secret.credentials, source: 'secret' };
  }
  const written = candidate.target.credentials;
  if (written !== undefined) {
    return { credentials: written, source: candidate.source === 'dotenv' ? 'dotenv' : 'uri' };
  }
  const places = credentialPlaces(candidate, process.env.MLFLOW_TRACKING_URI);
  if (!places.file) {
    return undefined;
  }
  return readMlflowCredentials(places.environment ? process.env : {});
}

/** The certificates and switches that belong to a server; undefined when there are none. */
export function tlsFilesOf(candidate: Candidate, tls: TlsPolicy): TlsFiles | undefined {
  const places = credentialPlaces(candidate, process.env.MLFLOW_TRACKING_URI);
  return tlsFiles(candidate, { ...tls, environment: places.environment ? process.env : undefined });
}

async function chooseFetch({ candidate, tls }: OpenRequest): Promise<{ fetch: Fetch; close: () => void }> {
  const files = tlsFilesOf(candidate, tls);
  if (files === undefined) {
    // Looked up for each request: the editor replaces it when proxy settings change.
    return { fetch: (input, init) => globalThis.fetch(input, init), close: () => undefined };
  }
  const own = await ownTlsFetch(files, candidate, tls.proxy);
  return {
    fetch: own.fetch,
    close: () => {
      own.dispose();
    },
  };
}

async function ownTlsFetch(
  files: TlsFiles,
  candidate: ServerCandidate,
  proxy: ProxySettings,
): ReturnType<typeof createTlsFetch> {
  const rules = proxyRules(proxy, process.env);
  const problem = proxyProblem(rules, proxy);
  if (problem !== undefined) {
    throw new MlflowError('proxy', problem, { action: 'choose a proxy', url: candidate.uri });
  }
  try {
    const [ca, cert, key] = await Promise.all([files.ca, files.cert, files.key].map(readPem));
    const tls = {
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
      insecure: files.insecure,
    };
    return await createTlsFetch(tls, rules);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = vscode.l10n.t(
      'A certificate or key for this server can’t be used: {0}. Check its path in the settings.',
      reason,
    );
    throw new MlflowError('tls', message, { action: 'read certificates', url: candidate.uri, cause: error });
  }
}
