import type { Candidate } from './candidates';
import type { SavedConnection } from './savedConnections';

type Environment = Readonly<Record<string, string | undefined>>;

/** Files and switches for one server's TLS connections. */
export interface TlsFiles {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly insecure: boolean;
}

interface TlsPlaces {
  readonly insecureOrigins: readonly string[];
  readonly caCertificate?: string | undefined;
  /** MLflow's TLS variables, where they are meant for this server. */
  readonly environment?: Environment | undefined;
}

/**
 * What a server needs that the editor's own fetch has no setting for; undefined when there is nothing. A saved connection's
 * files come before the environment's, and these before the setting for all servers.
 */
export function tlsFiles({ target, saved }: Candidate, places: TlsPlaces): TlsFiles | undefined {
  if (target.kind !== 'server' || !target.origin.startsWith('https:')) {
    return undefined;
  }
  const variables = environmentFiles(places.environment ?? {});
  const files: TlsFiles = {
    ca: saved?.caCertificate ?? variables.ca ?? places.caCertificate,
    ...(savedClient(saved) ?? { cert: variables.cert, key: variables.key }),
    insecure: variables.insecure || places.insecureOrigins.some((origin) => sameOrigin(origin, target.origin)),
  };
  return isEmpty(files) ? undefined : files;
}

function isEmpty({ ca, cert, insecure }: TlsFiles): boolean {
  return ca === undefined && cert === undefined && !insecure;
}

// One file holds certificate and key in MLflow's own variable.
function environmentFiles(environment: Environment): TlsFiles {
  const client = nonEmpty(environment.MLFLOW_TRACKING_CLIENT_CERT_PATH);
  return {
    ca: nonEmpty(environment.MLFLOW_TRACKING_SERVER_CERT_PATH),
    cert: client,
    key: client,
    insecure: /^(1|true)$/iu.test(environment.MLFLOW_TRACKING_INSECURE_TLS ?? ''),
  };
}

function savedClient(saved: SavedConnection | undefined): Pick<TlsFiles, 'cert' | 'key'> | undefined {
  const cert = saved?.clientCertificate;
  return cert === undefined ? undefined : { cert, key: saved?.clientKey ?? cert };
}

function sameOrigin(written: string, origin: string): boolean {
  return URL.canParse(written) && new URL(written).origin === origin;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
