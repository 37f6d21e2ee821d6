import type { Credentials } from '../mlflow/rest/options';
import { singleLine } from '../text/safeText';

/** Where a user name or token was read. */
type AccountSource = 'uri' | 'secret' | 'environment' | 'file' | 'dotenv';

/** Credentials for one origin, and where they were read. */
export interface Account {
  readonly credentials: Credentials;
  readonly source: AccountSource;
}

const PLACES: Readonly<Record<AccountSource, string>> = {
  uri: 'in the tracking URI',
  secret: 'in the editor’s secret storage',
  environment: 'in the environment variables MLFLOW_TRACKING_…',
  file: 'in ~/.mlflow/credentials',
  dotenv: 'in the workspace’s .env file',
};

/** Names the account and its place, never the secret: `the password of “mlops”, which is in ~/.mlflow/credentials`. */
export function describeAccount({ credentials, source }: Account): string {
  switch (credentials.kind) {
    case 'none':
      return 'a request without credentials';
    case 'basic':
      return `the password of “${singleLine(credentials.username, 80)}”, which is ${PLACES[source]}`;
    case 'bearer':
      return `the token, which is ${PLACES[source]}`;
  }
}
