import * as vscode from 'vscode';
import type { TrackingReader } from '../../../core/store/trackingStore';
import { singleLine } from '../../../core/text/safeText';
import type { MessageNode } from '../internalNodes';

/** Instead of models: none has the searched name. */
export function noModel(search: string): MessageNode[] {
  const label = vscode.l10n.t('No registered model’s name contains “{0}”.', singleLine(search, 80));
  return [
    { kind: 'message', id: 'noModel', label },
    {
      kind: 'message',
      id: 'clearModelSearch',
      label: vscode.l10n.t('Clear the search to see all models'),
      icon: 'clear-all',
      command: { id: 'runlens.models.clearSearch', arguments: [] },
    },
  ];
}

/** Above the models of a server that is too old for aliases. */
export function noAliases({ capabilities, server }: TrackingReader): MessageNode[] {
  if (capabilities.aliases) {
    return [];
  }
  const version = singleLine(server.version, 20);
  const label = vscode.l10n.t('This server runs MLflow {0}, which has no aliases. Stages work.', version);
  return [{ kind: 'message', id: 'noAliases', label, icon: 'info' }];
}
