import type { ProxyRules } from '../connection/proxy';
import type { Fetch } from './rest/options';
import type * as Undici from './undici.node.js';

/** Certificates and keys in PEM form. */
export interface TlsSettings {
  /** Trusted in place of the system's certificate authorities. */
  readonly ca?: string;
  /** Client certificate. */
  readonly cert?: string;
  /** Its key, unless that is in `cert` as well. */
  readonly key?: string;
  /** Accepts any server certificate. */
  readonly insecure?: boolean;
}

/** A fetch with connections of its own; `dispose` closes them. */
export interface DisposableFetch {
  readonly fetch: Fetch;
  dispose(): void;
}

/**
 * A fetch with TLS settings of its own, for what the editor's fetch has no setting for, through the proxy of `rules`. Throws
 * an Error when a certificate or key can't be read as PEM.
 */
export async function createTlsFetch(settings: TlsSettings, rules: ProxyRules): Promise<DisposableFetch> {
  const tls = await tlsOptions(settings);
  const undici = await loadUndici();
  const { proxy, noProxy, authorization } = rules;
  const dispatcher = new undici.EnvHttpProxyAgent({
    connect: tls,
    requestTls: tls,
    httpProxy: proxy,
    httpsProxy: proxy,
    noProxy,
    ...(authorization !== undefined && { token: authorization }),
  });
  const send = undici.fetch as unknown as (input: string, init: object) => Promise<Response>;
  return {
    fetch: (input, init) => send(input, { ...init, dispatcher }),
    dispose: () => void dispatcher.destroy(),
  };
}

async function tlsOptions({ ca, cert, key, insecure }: TlsSettings): Promise<object> {
  const options = {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert, key: key ?? cert }),
    ...(insecure === true && { rejectUnauthorized: false }),
  };
  await checkPem(options);
  return options;
}

// Fails here, and not at the first request, for what is not PEM or a key that belongs to another certificate.
async function checkPem(options: { readonly ca?: string; readonly cert?: string }): Promise<void> {
  const { createSecureContext } = await import('node:tls');
  const { X509Certificate } = await import('node:crypto');
  for (const certificate of [options.ca, options.cert]) {
    if (certificate !== undefined) {
      new X509Certificate(certificate);
    }
  }
  createSecureContext(options);
}

const DISPATCHERS = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')];

// Importing undici makes it the dispatcher of the process's own fetch: put back what was there.
async function loadUndici(): Promise<typeof Undici> {
  // Node's own undici sets its dispatcher when it is first touched, which must come before ours.
  Reflect.get(globalThis, 'Request');
  const globals = globalThis as unknown as Record<symbol, unknown>;
  const before = DISPATCHERS.map((symbol) => [symbol, globals[symbol]] as const);
  try {
    return await import('./undici.node.js');
  } finally {
    for (const [symbol, dispatcher] of before) {
      if (globals[symbol] !== dispatcher) {
        globals[symbol] = dispatcher;
      }
    }
  }
}
