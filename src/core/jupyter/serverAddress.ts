import { parseTrackingUri, shownUri } from '../mlflow/trackingUri';

/** The address of a Jupyter server. The token is kept apart from it. */
export type ServerAddress =
  | {
      readonly kind: 'server';
      /** With the path prefix and a slash at its end, without query and user name. */
      readonly baseUrl: string;
      /** Host and port, as a person calls the server. */
      readonly label: string;
      /** What the address carried as `?token=`. */
      readonly token: string | undefined;
    }
  | { readonly kind: 'invalid'; readonly message: string };

// What Jupyter prints at its start leads to a page of its interface.
const PAGE = /\/(?:lab|tree|notebooks|login|doc)(?:\/.*)?$/u;

/** Takes the text of an address apart, as a person copies it from Jupyter's own output. Never throws. */
export function parseServerAddress(text: string): ServerAddress {
  const trimmed = text.trim();
  const [address = '', query = ''] = trimmed.replace(/#.*$/su, '').split('?', 2);
  const parsed = parseTrackingUri(address);
  if (parsed.kind === 'invalid') {
    return { kind: 'invalid', message: parsed.message.replace('tracking URI', 'address').replaceAll(':5000', ':8888') };
  }
  if (parsed.kind !== 'http') {
    const message = `“${shownUri(address)}” is not an address of a server. An address looks like http://127.0.0.1:8888.`;
    return { kind: 'invalid', message };
  }
  if (parsed.credentials !== undefined) {
    return {
      kind: 'invalid',
      message: 'Jupyter takes a token, no user name and password: leave out what precedes “@”.',
    };
  }
  const url = new URL(parsed.baseUrl.replace(PAGE, ''));
  const token = new URLSearchParams(query).get('token');
  return {
    kind: 'server',
    baseUrl: url.href.replace(/\/*$/u, '/'),
    label: url.host + url.pathname.replace(/\/+$/u, ''),
    token: token === null || token === '' ? undefined : token,
  };
}
