import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { ProxySettings } from '../../core/connection/proxy';

const TextSchema = v.fallback(v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty())), undefined);
const NamesSchema = v.fallback(v.array(v.string()), []);

/** Reads the editor's proxy settings (`http`), the person's values only: a workspace must not lead requests elsewhere. */
export function readProxySettings(http: vscode.WorkspaceConfiguration): ProxySettings {
  return {
    off: http.inspect('proxySupport')?.globalValue === 'off',
    proxy: v.parse(TextSchema, http.inspect('proxy')?.globalValue),
    noProxy: v.parse(NamesSchema, http.inspect('noProxy')?.globalValue),
    authorization: v.parse(TextSchema, http.inspect('proxyAuthorization')?.globalValue),
  };
}
