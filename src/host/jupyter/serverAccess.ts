import * as vscode from 'vscode';
import { proxyRules } from '../../core/connection/proxy';
import type { ServerAccess } from '../../core/jupyter/client.node';
import { JupyterError } from '../../core/jupyter/errors';
import { createTlsFetch } from '../../core/mlflow/tlsFetch.node';
import { readPem } from '../shared/pemFile';
import { readTlsPolicy } from '../shared/tlsPolicy';

/** How a server is talked to: with the editor's own fetch, unless the person has set certificates for its connections. */
export async function serverAccess(baseUrl: string, token: string): Promise<ServerAccess> {
  const policy = readTlsPolicy(vscode.workspace.getConfiguration('runlens'), vscode.workspace.getConfiguration('http'));
  const insecure = policy.insecureOrigins.includes(new URL(baseUrl).origin);
  if (!baseUrl.startsWith('https:') || (policy.caCertificate === undefined && !insecure)) {
    // Looked up for each request: the editor replaces it when proxy settings change.
    return { baseUrl, token, fetch: (input, init) => globalThis.fetch(input, init) };
  }
  try {
    const ca = await readPem(policy.caCertificate);
    const { fetch } = await createTlsFetch(
      { ...(ca !== undefined && { ca }), insecure },
      proxyRules(policy.proxy, process.env),
    );
    return { baseUrl, token, fetch, tls: { ...(ca !== undefined && { ca }), rejectUnauthorized: !insecure } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const text = vscode.l10n.t(
      'The certificate in the setting “runlens.tls.caCertificate” can’t be used: {0}. Check its path.',
      reason,
    );
    throw new JupyterError('unreachable', text, error);
  }
}
