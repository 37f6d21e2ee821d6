import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { workspaceFolder } from './connections';

const decoder = new TextDecoder();

/** A cell to open: its code, and the notebook's own metadata of it. */
export interface CellToOpen {
  readonly code: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Writes a notebook of these cells into the workspace and shows it. */
export async function openNotebook(
  name: string,
  cells: readonly (string | CellToOpen)[],
): Promise<vscode.NotebookDocument> {
  const content = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: 'python' } },
    cells: cells.map((cell, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      execution_count: null,
      outputs: [],
      source: typeof cell === 'string' ? cell : cell.code,
      metadata: typeof cell === 'string' ? {} : (cell.metadata ?? {}),
    })),
  };
  const path = join(workspaceFolder(), name);
  await writeFile(path, JSON.stringify(content));
  const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

/** Starts cells as a person does, all of them unless a range is named, and resolves when they have ended. */
export async function startCells(notebook: vscode.NotebookDocument, start = 0, end?: number): Promise<void> {
  const ranges = [{ start, end: end ?? (start === 0 ? notebook.cellCount : start + 1) }];
  await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
}

/** Runs one cell and waits until it has ended. */
export async function runCell(
  notebook: vscode.NotebookDocument,
  index: number,
  seconds = 30,
): Promise<boolean | undefined> {
  const ended = untilCellEnds(notebook.cellAt(index), seconds);
  void startCells(notebook, index, index + 1);
  return ended;
}

/** Waits until a run of the cell that begins, or has begun, ends; resolves to whether it went well. */
export async function untilCellEnds(cell: vscode.NotebookCell, seconds = 30): Promise<boolean | undefined> {
  const before = cell.executionSummary?.timing?.endTime;
  await eventually(
    () => {
      const timing = cell.executionSummary?.timing;
      return timing?.endTime !== undefined && timing.endTime !== before;
    },
    `the end of cell ${cell.index}`,
    seconds,
  );
  return cell.executionSummary?.success;
}

/** The text of a cell's outputs of one kind of text; all text unless one is named. */
export function textOf(cell: vscode.NotebookCell, mime?: string): string {
  return cell.outputs
    .flatMap(({ items }) => items)
    .filter((item) => (mime === undefined ? !item.mime.startsWith('image/') : item.mime === mime))
    .map(({ data }) => decoder.decode(data))
    .join('');
}

/** What VS Code calls the text of standard output and error. */
export const STDOUT = 'application/vnd.code.notebook.stdout';
export const STDERR = 'application/vnd.code.notebook.stderr';

/** The error that a cell shows. */
export function errorOf(cell: vscode.NotebookCell): { name: string; message: string; stack: string } {
  const text = textOf(cell, 'application/vnd.code.notebook.error');
  assert.notEqual(text, '', `cell ${cell.index} shows no error, but: ${textOf(cell)}`);
  return JSON.parse(text) as { name: string; message: string; stack: string };
}

/** Waits until a condition holds. */
export async function eventually(test: () => boolean, what: string, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!test()) {
    assert.ok(Date.now() < end, `${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
