import * as vscode from 'vscode';

/*
 * The outputs of a notebook may hold scripts, and VS Code's notebook editors run them in a trusted workspace. A notebook on a
 * server is not part of the workspace that the person trusted: they are asked.
 */

/** How to open a notebook; undefined when the person has left. */
export async function askHowToOpen(name: string): Promise<'notebook' | 'text' | undefined> {
  const asNotebook = vscode.l10n.t('Open as Notebook');
  const asText = vscode.l10n.t('Open as Text');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} is a notebook. Opened as one, it can run scripts that are in its outputs; as text, it can’t.',
      name,
    ),
    asNotebook,
    asText,
  );
  return choice === asNotebook ? 'notebook' : choice === asText ? 'text' : undefined;
}

/** Whether to show two notebooks side by side, with what is in their outputs. */
export async function mayCompareNotebooks(left: string, right: string): Promise<boolean> {
  const compare = vscode.l10n.t('Compare');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('{0} and {1} are notebooks. Comparing them can run scripts that are in their outputs.', left, right),
    compare,
  );
  return choice === compare;
}
