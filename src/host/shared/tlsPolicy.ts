import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { ProxySettings } from '../../core/connection/proxy';
import { readProxySettings } from './proxySettings';

const Path = v.pipe(v.string(), v.trim(), v.nonEmpty());
const OriginsSchema = v.fallback(v.array(v.string()), []);
const PathSchema = v.fallback(v.optional(Path), undefined);

/** What the person set for this machine. A workspace has no say in it. */
export interface TlsPolicy {
  /** Origins whose certificates are not checked. */
  readonly insecureOrigins: readonly string[];
  /** A file of certificate authorities for all servers. */
  readonly caCertificate?: string | undefined;
  /** How connections with certificates of their own leave the machine; all others go the editor's way. */
  readonly proxy: ProxySettings;
}

/** Reads the person's values only, whatever scope the manifest gives the settings. */
export function readTlsPolicy(settings: vscode.WorkspaceConfiguration, http: vscode.WorkspaceConfiguration): TlsPolicy {
  return {
    insecureOrigins: v.parse(OriginsSchema, settings.inspect('tls.insecureOrigins')?.globalValue),
    caCertificate: v.parse(PathSchema, settings.inspect('tls.caCertificate')?.globalValue),
    proxy: readProxySettings(http),
  };
}
