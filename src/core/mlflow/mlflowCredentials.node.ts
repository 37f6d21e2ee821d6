import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from './rest/options';

interface Account {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly token?: string | undefined;
}

/** Where MLflow's own client reads a person's credentials. */
export function credentialsFile(home: string = homedir()): string {
  return join(home, '.mlflow', 'credentials');
}

export interface FoundCredentials {
  readonly credentials: Credentials;
  /** For the person: which place they came from. */
  readonly source: 'environment' | 'file';
}

/**
 * Credentials as MLflow's own client finds them: `MLFLOW_TRACKING_USERNAME`, `MLFLOW_TRACKING_PASSWORD` and
 * `MLFLOW_TRACKING_TOKEN`, each over the file's entry; Basic when both user name and password are set, otherwise the token.
 */
export async function readMlflowCredentials(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  file: string = credentialsFile(),
): Promise<FoundCredentials | undefined> {
  const fromEnvironment: Account = {
    username: nonEmpty(environment.MLFLOW_TRACKING_USERNAME),
    password: nonEmpty(environment.MLFLOW_TRACKING_PASSWORD),
    token: nonEmpty(environment.MLFLOW_TRACKING_TOKEN),
  };
  const fromFile = await readAccount(file);
  const credentials = choose({
    username: fromEnvironment.username ?? fromFile.username,
    password: fromEnvironment.password ?? fromFile.password,
    token: fromEnvironment.token,
  });
  if (credentials === undefined) {
    return undefined;
  }
  const source = choose(fromEnvironment) === undefined ? 'file' : 'environment';
  return { credentials, source };
}

function choose({ username, password, token }: Account): Credentials | undefined {
  if (username !== undefined && password !== undefined) {
    return { kind: 'basic', username, password };
  }
  return token === undefined ? undefined : { kind: 'bearer', token };
}

async function readAccount(file: string): Promise<Account> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const entries = iniSection(text, 'mlflow');
  return {
    username: nonEmpty(entries.get('mlflow_tracking_username')),
    password: nonEmpty(entries.get('mlflow_tracking_password')),
  };
}

// Python's configparser, which writes and reads this file, knows no comment after a value and no quotes: a general INI
// reader would cut a password at `#` or `;`.
function iniSection(text: string, wanted: string): Map<string, string> {
  const entries = new Map<string, string>();
  let section = '';
  for (const line of text.split(/\r?\n/u)) {
    const header = /^\[(.+)\]\s*$/u.exec(line)?.[1];
    const [, key, value] = /^([^#;=:\s][^=:]*)[=:](.*)$/u.exec(line) ?? [];
    if (header !== undefined) {
      section = header;
    } else if (section === wanted && key !== undefined && value !== undefined) {
      entries.set(key.trim().toLowerCase(), value.trim().replaceAll('%%', '%'));
    }
  }
  return entries;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
