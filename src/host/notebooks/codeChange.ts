import * as vscode from 'vscode';
import { ARTIFACT_SCHEME, connectionKey, encodeArtifactUri } from '../../core/artifacts/artifactUri';
import { runName } from '../../core/explorer/runLabels';
import type { Run } from '../../core/mlflow/entities';
import { withoutIcons } from '../../core/text/safeText';
import type { Connected } from './connectedRun';
import type { RunPair } from './runPair';

const FOLDER = 'runlens';
const SOURCE = `${FOLDER}/cell.py`;

/** Shows how the cell's code differs between the two runs, in the diff editor over their artifacts. */
export async function showCodeChange({ connection, before, after }: RunPair): Promise<void> {
  const sides = await Promise.all([before, after].map((run) => sourceOf(run, connection)));
  const title = vscode.l10n.t('Cell: {0} ↔ {1}', withoutIcons(runName(before), 80), withoutIcons(runName(after), 80));
  await vscode.commands.executeCommand('vscode.diff', ...sides, title, { preview: true });
}

async function sourceOf(run: Run, { store, info }: Connected): Promise<vscode.Uri> {
  const root = { kind: 'run', runId: run.runId } as const;
  const files = await store.listArtifacts(root, FOLDER);
  const parts = encodeArtifactUri({ connection: connectionKey(info.id), root, path: SOURCE }, info.label);
  if (parts === undefined || !files.some(({ path }) => path === SOURCE)) {
    throw new Error(
      vscode.l10n.t(
        'The run {0} has no source of its cell. It was logged with --no-source, or by something else than a cell.',
        withoutIcons(runName(run), 80),
      ),
    );
  }
  return vscode.Uri.from({ scheme: ARTIFACT_SCHEME, ...parts });
}
