import * as vscode from 'vscode';
import type { ExplorerData } from '../../explorerData';

/** Asks for a part of a name, and shows the experiments that have it. */
export async function searchExperiments(data: ExplorerData): Promise<void> {
  const search = await vscode.window.showInputBox({
    title: vscode.l10n.t('Search Experiments by Name'),
    prompt: vscode.l10n.t('A part of the name, in any case. Empty shows all.'),
    value: data.options.search,
  });
  if (search !== undefined) {
    data.setOptions({ search: search.trim() });
  }
}
