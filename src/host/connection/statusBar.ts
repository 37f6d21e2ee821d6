import * as vscode from 'vscode';
import { describeAccount } from '../../core/connection/account';
import type { ConnectionSource } from '../../core/connection/candidates';
import { formatDuration } from '../../core/format/time';
import { escapeMarkdown, withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import type { ConnectionInfo, ConnectionState } from '../shared/session';
import type { ConnectionService } from './connectionService';

/** One short item: which server, and how it fares. */
export class ConnectionStatusBar implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly item: vscode.StatusBarItem;

  constructor(private readonly service: ConnectionService) {
    this.item = this.parts.add(
      vscode.window.createStatusBarItem('runlens.connection', vscode.StatusBarAlignment.Left, 10),
    );
    this.item.name = vscode.l10n.t('MLflow Connection');
    this.item.command = 'runlens.switchConnection';
    this.parts.add(
      service.onDidChangeState((state) => {
        this.show(state);
      }),
    );
    this.show(service.state);
    this.item.show();
  }

  dispose(): void {
    this.parts.dispose();
  }

  private show(state: ConnectionState): void {
    const info = 'info' in state ? state.info : undefined;
    const label = info === undefined ? vscode.l10n.t('No MLflow Server') : withoutIcons(info.label);
    this.item.text = `$(${iconOf(state)}) ${label}`;
    const condition = conditionOf(state);
    this.item.tooltip = this.tooltip(state, info, condition);
    this.item.accessibilityInformation = { label: `MLflow: ${label}, ${condition}`, role: 'button' };
  }

  private tooltip(state: ConnectionState, info: ConnectionInfo | undefined, condition: string): vscode.MarkdownString {
    const lines = [`**${escapeMarkdown(info?.label ?? 'MLflow')}** ${escapeMarkdown(condition)}`];
    if (info !== undefined) {
      lines.push(escapeMarkdown(info.uri), escapeMarkdown(sourceText(info.source)));
    }
    const { account } = this.service;
    if (account !== undefined && state.kind !== 'none') {
      lines.push(escapeMarkdown(vscode.l10n.t('Signs in with {0}.', describeAccount(account))));
    }
    if (state.kind === 'failed') {
      lines.push(escapeMarkdown(state.error.message));
    }
    lines.push(escapeMarkdown(vscode.l10n.t('Click to switch the connection.')));
    return new vscode.MarkdownString(lines.join('\n\n'));
  }
}

/** Where a connection was found, in a sentence. */
export function sourceText(source: ConnectionSource): string {
  switch (source) {
    case 'user':
      return vscode.l10n.t('From your settings');
    case 'workspace':
      return vscode.l10n.t('From the settings of this workspace');
    case 'environment':
      return vscode.l10n.t('From the environment variable MLFLOW_TRACKING_URI');
    case 'dotenv':
      return vscode.l10n.t('From the .env file of this workspace');
    case 'localStore':
      return vscode.l10n.t('Store found in this workspace, served by the local server');
  }
}

function iconOf(state: ConnectionState): string {
  switch (state.kind) {
    case 'none':
      return 'debug-disconnect';
    case 'untrusted':
      return 'workspace-untrusted';
    case 'unconfirmed':
      return 'question';
    case 'connecting':
      return 'loading~spin';
    case 'failed':
      return 'error';
    case 'connected':
      if (state.stale !== undefined) {
        return 'warning';
      }
      return state.info.source === 'localStore' ? 'database' : 'server';
  }
}

function conditionOf(state: ConnectionState): string {
  switch (state.kind) {
    case 'none':
      return vscode.l10n.t('not connected');
    case 'untrusted':
      return vscode.l10n.t('waits until this workspace is trusted');
    case 'unconfirmed':
      return vscode.l10n.t('waits for your confirmation');
    case 'connecting':
      return vscode.l10n.t('connecting');
    case 'failed':
      return vscode.l10n.t('could not be connected');
    case 'connected':
      return state.stale === undefined
        ? vscode.l10n.t('MLflow {0}', state.store.server.version)
        : vscode.l10n.t(
            'does not answer, data from {0} ago',
            formatDuration(Math.max(1000, Date.now() - state.stale.since)),
          );
  }
}
