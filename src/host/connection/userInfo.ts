import * as v from 'valibot';
import { parseTrackingUri } from '../../core/mlflow/trackingUri';
import type { OriginSecrets } from './originSecrets';
import { savedElements, setSavedElements, setUserTrackingUri, userTrackingUri } from './userSettings';

const WithUriSchema = v.looseObject({ uri: v.string() });

/** Takes user names and passwords out of addresses in the person's settings into the secret storage. True when there were any. */
export async function moveUserInfo(secrets: OriginSecrets): Promise<boolean> {
  const uri = userTrackingUri();
  const clean = uri === undefined ? undefined : await withoutUserInfo(uri, secrets);
  if (clean !== uri) {
    await setUserTrackingUri(clean);
  }
  const before = savedElements();
  const after = await Promise.all(before.map((element) => cleanElement(element, secrets)));
  const changed = after.some((element, index) => element !== before[index]);
  if (changed) {
    await setSavedElements(after);
  }
  return changed || clean !== uri;
}

/** The address without user name and password; these are kept for its origin. */
export async function withoutUserInfo(uri: string, secrets: OriginSecrets): Promise<string> {
  const parsed = parseTrackingUri(uri);
  if (parsed.kind !== 'http' || parsed.credentials === undefined) {
    return uri;
  }
  await secrets.setCredentials(parsed.origin, parsed.credentials);
  return parsed.baseUrl;
}

async function cleanElement(element: unknown, secrets: OriginSecrets): Promise<unknown> {
  const parsed = v.safeParse(WithUriSchema, element);
  if (!parsed.success) {
    return element;
  }
  const uri = await withoutUserInfo(parsed.output.uri, secrets);
  return uri === parsed.output.uri ? element : { ...parsed.output, uri };
}
