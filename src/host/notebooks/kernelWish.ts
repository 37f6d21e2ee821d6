import * as vscode from 'vscode';
import { logsAllCells } from './cells';
import { notebookUsesMlflow } from './notebookUse';

/** Whether the kernel of a notebook is to be set up, as the setting says. Nothing is, in a workspace that is not trusted. */
export function wantsSetUp(notebook: vscode.NotebookDocument): boolean {
  if (!vscode.workspace.isTrusted) {
    return false;
  }
  switch (vscode.workspace.getConfiguration('runlens').get('notebooks.setUp')) {
    case 'never':
      return false;
    case 'always':
      return true;
    default:
      return logsAllCells() || notebookUsesMlflow(notebook);
  }
}
