import * as vscode from 'vscode';
import type { CommandParts } from './newConnection';
import { sourceText } from './statusBar';

/** Asks before anything is sent to the server that the workspace names. */
export async function confirmServer({ service }: CommandParts): Promise<void> {
  const { candidate, state } = service;
  if (state.kind !== 'unconfirmed' || candidate?.target.kind !== 'server') {
    return;
  }
  const connect = vscode.l10n.t('Connect');
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('Connect to {0}?', candidate.target.origin),
    {
      modal: true,
      detail: vscode.l10n.t(
        '{0}: {1}. Nothing was sent to it yet. Runlens remembers this server, and sends it no secret that was entered for another one.',
        sourceText(candidate.source),
        candidate.target.baseUrl,
      ),
    },
    connect,
  );
  if (picked === connect) {
    await service.confirm(candidate);
  }
}
