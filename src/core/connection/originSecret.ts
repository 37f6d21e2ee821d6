import * as v from 'valibot';
import type { KeyValue } from '../mlflow/entities';
import type { Credentials } from '../mlflow/rest/options';

const CredentialsSchema = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('basic'), username: v.string(), password: v.string() }),
  v.object({ kind: v.literal('bearer'), token: v.string() }),
]);

const OriginSecretSchema = v.object({
  credentials: v.optional(CredentialsSchema),
  headers: v.optional(v.array(v.object({ key: v.string(), value: v.string() })), []),
});

/** What a person entered for one origin; it is sent to no other. */
export interface OriginSecret {
  readonly credentials?: Credentials | undefined;
  readonly headers: readonly KeyValue[];
}

/** The key under which an origin's secret is stored: the origin itself, so that no other address can reach it. */
export function secretKey(origin: string): string {
  return `origin:${new URL(origin).origin}`;
}

/** Reads a stored secret; an unreadable one counts as none. */
export function parseOriginSecret(text: string | undefined): OriginSecret {
  try {
    return v.parse(OriginSecretSchema, JSON.parse(text ?? '{}'));
  } catch {
    return { headers: [] };
  }
}

/** The text to store, or undefined when nothing is left to keep. */
export function formatOriginSecret(secret: OriginSecret): string | undefined {
  const hasCredentials = secret.credentials !== undefined && secret.credentials.kind !== 'none';
  return hasCredentials || secret.headers.length > 0 ? JSON.stringify(secret) : undefined;
}
