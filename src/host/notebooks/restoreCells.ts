import * as vscode from 'vscode';
import { readBounded } from '../../core/artifacts/readBounded';
import { runName } from '../../core/explorer/runLabels';
import type { Run } from '../../core/mlflow/entities';
import {
  cellDetail,
  cellLabel,
  CELLS_ARTIFACT,
  MAX_CELLS_BYTES,
  parseCells,
  type RestoredCell,
} from '../../core/notebook/restoredCells';
import type { TrackingReader } from '../../core/store/trackingStore';
import { withoutIcons } from '../../core/text/safeText';
import { withLateProgress } from '../shared/lateProgress';
import type { Session } from '../shared/session';
import { NOTEBOOK_TYPE } from './cells';
import { connected } from './connectedRun';
import { runOfCommand } from './pickCellRun';

/** Puts the cells that a run keeps into a notebook, those that the person picks. Nothing of them runs. */
export async function restoreCells(session: Session, clicked: unknown): Promise<void> {
  const { store } = await connected(session);
  const run = await runOfCommand(clicked, store);
  if (run === undefined) {
    return;
  }
  const cells = await readCells(run, store);
  const picked = await pickCells(run, cells);
  const target = picked.length === 0 ? undefined : await pickTarget(picked.length);
  if (target !== undefined) {
    await insert(picked, target === 'new' ? undefined : target);
  }
}

async function readCells(run: Run, reader: TrackingReader): Promise<readonly RestoredCell[]> {
  const name = withoutIcons(runName(run), 80);
  const bytes = await withLateProgress(vscode.l10n.t('Reading the cells of {0}', name), async (signal) => {
    const root = { kind: 'run', runId: run.runId } as const;
    const files = await reader.listArtifacts(root, 'runlens', signal);
    if (!files.some(({ path }) => path === CELLS_ARTIFACT)) {
      throw new Error(
        vscode.l10n.t('The run {0} keeps no cells. Runs of cells keep them unless --no-source is given.', name),
      );
    }
    return readBounded(await reader.readArtifact(root, CELLS_ARTIFACT, undefined, signal), MAX_CELLS_BYTES);
  });
  try {
    return parseCells(bytes === 'too-large' ? new Uint8Array(MAX_CELLS_BYTES + 1) : bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(vscode.l10n.t('{0} of {1} can’t be read. {2}', CELLS_ARTIFACT, name, reason), { cause: error });
  }
}

/** A list of what comes, all of it chosen at first. */
async function pickCells(run: Run, cells: readonly RestoredCell[]): Promise<readonly RestoredCell[]> {
  const items = cells.map((cell, index) => ({
    label: withoutIcons(cellLabel(cell)) || vscode.l10n.t('(empty)'),
    description: cell.executionCount === undefined ? '' : `[${String(cell.executionCount)}]`,
    detail: withoutIcons(cellDetail(cell)),
    picked: true,
    iconPath: new vscode.ThemeIcon(index === cells.length - 1 ? 'beaker' : 'code'),
    cell,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Cells That Ran Before {0}, and the Cell That Made It', withoutIcons(runName(run), 80)),
    placeHolder: vscode.l10n.t('Cells to put into a notebook. Nothing of them runs.'),
    canPickMany: true,
    matchOnDetail: true,
  });
  return picked?.map(({ cell }) => cell) ?? [];
}

type Target = 'new' | vscode.NotebookEditor;

async function pickTarget(count: number): Promise<Target | undefined> {
  const editor = vscode.window.activeNotebookEditor;
  if (editor?.notebook.notebookType !== NOTEBOOK_TYPE) {
    return 'new';
  }
  const name = withoutIcons(vscode.workspace.asRelativePath(editor.notebook.uri), 100);
  const items: (vscode.QuickPickItem & { readonly target: Target })[] = [
    { label: vscode.l10n.t('New Notebook'), iconPath: new vscode.ThemeIcon('new-file'), target: 'new' },
    {
      label: vscode.l10n.t('Insert into {0}', name),
      description: vscode.l10n.t('below the selected cell'),
      iconPath: new vscode.ThemeIcon('insert'),
      target: editor,
    },
  ];
  const title = vscode.l10n.t('Where to Put {0} Cells', count);
  return (await vscode.window.showQuickPick(items, { title }))?.target;
}

async function insert(cells: readonly RestoredCell[], editor: vscode.NotebookEditor | undefined): Promise<void> {
  const data = cells.map(({ source }) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, source, 'python'));
  if (editor === undefined) {
    const notebook = await vscode.workspace.openNotebookDocument(NOTEBOOK_TYPE, new vscode.NotebookData(data));
    await vscode.window.showNotebookDocument(notebook);
    return;
  }
  const { notebook, selection } = editor;
  const at = Math.min(selection.end, notebook.cellCount);
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(at, data)]);
  await vscode.workspace.applyEdit(edit);
  const range = new vscode.NotebookRange(at, at + data.length);
  editor.selections = [range];
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
}
