import * as vscode from 'vscode';
import type { CommandNode } from './commandNodes';

/** Puts one text of each element on the clipboard, a line each. */
export async function copyTexts(
  nodes: readonly CommandNode[],
  textOf: (node: CommandNode) => string | undefined,
): Promise<void> {
  const texts = nodes.flatMap((node) => textOf(node) ?? []);
  if (texts.length > 0) {
    await vscode.env.clipboard.writeText(texts.join('\n'));
    const what = texts.length === 1 ? vscode.l10n.t('Copied') : vscode.l10n.t('Copied {0} lines', texts.length);
    vscode.window.setStatusBarMessage(what, 2000);
  }
}
