import * as vscode from 'vscode';
import type { InputRequest } from '../../core/jupyter/kernel.node';
import { singleLine, withoutIcons } from '../../core/text/safeText';

/** Asks what the running cell asks for. Undefined when the person leaves, or the run ends meanwhile. */
export async function askInput(
  { prompt, password }: InputRequest,
  notebook: vscode.Uri,
  token: vscode.CancellationToken,
): Promise<string | undefined> {
  const name = singleLine(notebook.path.split('/').at(-1) ?? '', 80);
  return vscode.window.showInputBox(
    {
      title: vscode.l10n.t('{0} asks', name),
      prompt: withoutIcons(prompt, 600),
      password,
      // A look at the notebook must not answer.
      ignoreFocusOut: true,
    },
    token,
  );
}
