import { parseTrackingUri } from '../mlflow/trackingUri';
import { isOwn, type Candidate } from './candidates';

/** Which of the person's own places may be read for a server. */
export interface CredentialPlaces {
  /** `MLFLOW_TRACKING_USERNAME`, `…_PASSWORD`, `…_TOKEN` and the TLS variables of the environment. */
  readonly environment: boolean;
  /** `~/.mlflow/credentials`. */
  readonly file: boolean;
}

/**
 * Neither place says which server its secret is for. The environment's goes to the environment's own origin only; the file's
 * to servers that the person named, never to one that came with a workspace, confirmed or not.
 */
export function credentialPlaces(candidate: Candidate, environmentUri: string | undefined): CredentialPlaces {
  if (candidate.target.kind !== 'server') {
    return { environment: false, file: false };
  }
  const named = environmentUri === undefined ? undefined : parseTrackingUri(environmentUri);
  const environment = named?.kind === 'http' && named.origin === candidate.target.origin;
  return { environment, file: environment || isOwn(candidate.source) };
}
