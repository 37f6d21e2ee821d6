import type { RestOptions } from './options';

// A shorter one would blank ordinary words, and is no secret.
const SHORTEST = 4;

/** What goes to the server and must not be read in a log or a message when the server sends it back. */
export function secretsOf({ credentials, headers }: RestOptions, sent: Readonly<Record<string, string>>): string[] {
  const [, inHeader = ''] = (sent.authorization ?? '').split(' ');
  const values = [...ownSecrets(credentials), inHeader, ...headers.map(({ value }) => value)];
  return values.filter((value) => value.length >= SHORTEST).sort((a, b) => b.length - a.length);
}

function ownSecrets(credentials: RestOptions['credentials']): readonly string[] {
  switch (credentials.kind) {
    case 'none':
      return [];
    case 'basic':
      return [credentials.password];
    case 'bearer':
      return [credentials.token];
  }
}

/** A server's text, with dots in the place of what was sent to it as a secret. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}
