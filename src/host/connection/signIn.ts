import * as vscode from 'vscode';
import { askAccount, askHeader, askToken } from './connectWizard';
import type { CommandParts } from './newConnection';

interface Server {
  readonly origin: string;
  readonly uri: string;
  readonly title: string;
}

/** Asks for user name and password, and keeps them for the origin of the current server. */
export async function signIn(parts: CommandParts): Promise<void> {
  const server = currentServer(parts);
  if (server === undefined) {
    return;
  }
  const { account } = parts.service;
  const username = account?.credentials.kind === 'basic' ? account.credentials.username : '';
  const credentials = await askAccount(server.title, server.uri, username);
  if (credentials !== undefined) {
    await parts.secrets.setCredentials(server.origin, credentials);
  }
}

/** Asks for a token, and keeps it for the origin of the current server. */
export async function useToken(parts: CommandParts): Promise<void> {
  const server = currentServer(parts);
  const credentials = server === undefined ? undefined : await askToken(server.title, server.uri);
  if (server !== undefined && credentials !== undefined) {
    await parts.secrets.setCredentials(server.origin, credentials);
  }
}

/** Asks for a secret header, and keeps it for the origin of the current server. */
export async function setCustomHeader(parts: CommandParts): Promise<void> {
  const server = currentServer(parts);
  const header = server === undefined ? undefined : await askHeader(server.title, server.uri);
  if (server !== undefined && header !== undefined) {
    await parts.secrets.setHeader(server.origin, header);
  }
}

/** Forgets user name, password, token and headers of the current server. */
export async function signOut(parts: CommandParts): Promise<void> {
  const server = currentServer(parts);
  if (server !== undefined) {
    await parts.secrets.forget(server.origin);
  }
}

// A secret may be entered only for a server that the person may talk to.
function currentServer({ service }: CommandParts): Server | undefined {
  const target = service.candidate?.target;
  const { kind } = service.state;
  if (target?.kind !== 'server' || kind === 'untrusted' || kind === 'unconfirmed') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No server is connected that one could sign in to. Connect to a server first.'),
    );
    return undefined;
  }
  return { origin: target.origin, uri: target.baseUrl, title: vscode.l10n.t('Sign in to {0}', target.origin) };
}
