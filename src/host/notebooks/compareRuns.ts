import * as vscode from 'vscode';
import { runName } from '../../core/explorer/runLabels';
import { withoutIcons } from '../../core/text/safeText';
import type { RunDocuments } from './runDocuments';
import type { RunPair } from './runPair';

/** Shows how the two runs differ, in the diff editor. */
export async function compareRuns({ before, after }: RunPair, documents: RunDocuments): Promise<void> {
  const title = `${withoutIcons(runName(before), 80)} ↔ ${withoutIcons(runName(after), 80)}`;
  const sides = [documents.show(before), documents.show(after)] as const;
  await vscode.commands.executeCommand('vscode.diff', ...sides, title, { preview: true });
}
