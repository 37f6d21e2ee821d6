import * as vscode from 'vscode';
import { installCommand } from '../../core/localServer/installCommand';

/** Types the command that installs packages into a terminal, where the person reads it and presses Enter. */
export function offerInstallation(python: string, packages: readonly string[]): void {
  const line = installCommand(python, packages, process.platform === 'win32');
  if (line === undefined) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'The path of the interpreter can’t be written in a shell. Run its “-m pip install {0}” by hand.',
        packages.join(' '),
      ),
    );
    return;
  }
  const terminal = vscode.window.createTerminal({ name: 'MLflow' });
  terminal.show();
  terminal.sendText(line, false);
}
