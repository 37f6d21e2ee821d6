import { parseTrackingUri } from '../mlflow/trackingUri';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether both addresses lead to the same origin. All names of the machine itself are one. */
export function isSameServer(one: string, other: string): boolean {
  const origins = [one, other].map(originOf);
  return origins[0] !== undefined && origins[0] === origins[1];
}

function originOf(uri: string): string | undefined {
  const parsed = parseTrackingUri(uri);
  if (parsed.kind !== 'http') {
    return undefined;
  }
  const url = new URL(parsed.origin);
  return LOOPBACK.has(url.hostname) ? `${url.protocol}//localhost:${url.port}` : url.origin;
}
