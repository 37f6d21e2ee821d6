import * as vscode from 'vscode';
import { JupyterClient } from '../../core/jupyter/client.node';
import { JupyterError } from '../../core/jupyter/errors';
import { parseServerAddress, type ServerAddress } from '../../core/jupyter/serverAddress';
import { withoutIcons } from '../../core/text/safeText';
import { serverAccess } from './serverAccess';
import type { ServerStore } from './serverStore';

type Address = Extract<ServerAddress, { kind: 'server' }>;

/** Asks for a Jupyter server, tries it, and keeps it with its kernels once it answers. */
export async function connectServer(store: ServerStore): Promise<void> {
  let address = await askAddress('');
  while (address !== undefined) {
    const token = address.token ?? (await askToken(address));
    if (token === undefined) {
      return;
    }
    const verdict = await tryServer(address, token, store);
    if (verdict === 'done') {
      return;
    }
    address = verdict === 'again' ? { ...address, token: undefined } : await askAddress(address.baseUrl);
  }
}

async function askAddress(value: string): Promise<Address | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Connect to a Jupyter Server'),
    prompt: vscode.l10n.t('Address of the Jupyter server, as Jupyter prints it, with or without its token'),
    placeHolder: 'http://127.0.0.1:8888/?token=…',
    value,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      const parsed = parseServerAddress(typed);
      return typed === '' || parsed.kind === 'server' ? undefined : withoutIcons(parsed.message, 600);
    },
  });
  const parsed = text === undefined || text === '' ? undefined : parseServerAddress(text);
  return parsed?.kind === 'server' ? parsed : undefined;
}

async function askToken({ label }: Address): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Connect to a Jupyter Server'),
    prompt: withoutIcons(vscode.l10n.t('Token of {0}; empty where it asks for none', label), 600),
    password: true,
    ignoreFocusOut: true,
  });
}

async function tryServer(address: Address, token: string, store: ServerStore): Promise<'done' | 'again' | 'edit'> {
  const { baseUrl, label } = address;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Connecting to {0}', withoutIcons(label)),
  };
  try {
    const specs = await vscode.window.withProgress(options, async () => {
      const client = await JupyterClient.load(await serverAccess(baseUrl, token));
      const found = await client.specs();
      // The list of kernels may be public; that of sessions is not.
      await client.sessions();
      return found;
    });
    await store.setToken(baseUrl, token);
    await store.save({ baseUrl, label, specs });
    tellConnected(label, specs.length);
    return 'done';
  } catch (error) {
    return askAfterFailure(error);
  }
}

function tellConnected(label: string, count: number): void {
  const text = vscode.l10n.t('{0} has {1} kernels: the kernel picker of a notebook shows them.', label, count);
  void vscode.window.showInformationMessage(withoutIcons(text, 600));
}

async function askAfterFailure(error: unknown): Promise<'done' | 'again' | 'edit'> {
  const again = vscode.l10n.t('Enter the Token Again');
  const edit = vscode.l10n.t('Edit the Address…');
  const refused = error instanceof JupyterError && error.reason === 'unauthorized';
  const message = error instanceof Error ? error.message : String(error);
  const picked = await vscode.window.showErrorMessage(withoutIcons(message, 1200), ...(refused ? [again] : []), edit);
  return picked === again ? 'again' : picked === edit ? 'edit' : 'done';
}

/** Asks which server to forget, and forgets it with its token. Its kernels go on. */
export async function removeServer(store: ServerStore): Promise<void> {
  const items = store.servers.map(({ baseUrl, label }) => ({
    label: withoutIcons(label),
    description: withoutIcons(baseUrl),
    baseUrl,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No Jupyter server is saved.'));
    return;
  }
  const placeHolder = vscode.l10n.t('Forget a Jupyter server and its token; its kernels go on');
  const picked = await vscode.window.showQuickPick(items, { placeHolder });
  if (picked !== undefined) {
    await store.remove(picked.baseUrl);
  }
}
