import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { JupyterClient, SessionModel } from '../../core/jupyter/client.node';
import { JupyterError } from '../../core/jupyter/errors';
import { withoutIcons } from '../../core/text/safeText';
import type { RememberedKernel } from './kernelMemory';

interface Wanted {
  readonly path: string;
  readonly specName: string;
  /** The kernel that this notebook had when the window was last open. */
  readonly known: RememberedKernel | undefined;
  readonly label: string;
}

interface OpenedSession {
  readonly session: SessionModel;
  /** The kernel ran before: it keeps its variables, and has been set up. */
  readonly found: boolean;
}

/**
 * The session of a notebook: the one that it had, or a new one. A server gives the session that a path already has, which may be
 * another person's notebook of the same name: the person decides whether that kernel is meant.
 */
export async function openSession(client: JupyterClient, wanted: Wanted): Promise<OpenedSession> {
  const { path, specName, known } = wanted;
  const sessions = await client.sessions();
  const mine = sessions.find(({ id, kernelId }) => id === known?.sessionId && kernelId === known.kernelId);
  if (mine !== undefined) {
    return { session: mine, found: true };
  }
  const same = sessions.find((session) => session.path === path);
  if (same === undefined) {
    return { session: await client.startSession(path, specName), found: false };
  }
  if (await mayUse(same, wanted.label)) {
    return { session: same, found: false };
  }
  return { session: await client.startSession(otherPath(path), specName), found: false };
}

async function mayUse({ path, kernelName }: SessionModel, label: string): Promise<boolean> {
  const use = vscode.l10n.t('Use That Kernel');
  const start = vscode.l10n.t('Start Another');
  const text = vscode.l10n.t('A kernel ({0}) for “{1}” runs on {2} already.', kernelName, path, label);
  const picked = await vscode.window.showInformationMessage(withoutIcons(text, 600), use, start);
  if (picked === undefined) {
    throw new JupyterError('cancelled', vscode.l10n.t('The start of the kernel was cancelled.'));
  }
  return picked === use;
}

function otherPath(path: string): string {
  return path.replace(/(\.[^./]*)?$/u, (extension) => `-${randomBytes(4).toString('hex')}${extension}`);
}
