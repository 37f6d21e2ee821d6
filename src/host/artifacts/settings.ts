import * as vscode from 'vscode';

const MEGABYTE = 1_000_000;
const DEFAULT_MEGABYTES = 50;
// A workspace may set it: not so high that the extension host runs out of memory.
const MAX_MEGABYTES = 1000;

/** The largest artifact that an editor may open, in bytes. */
export function maxOpenBytes(): number {
  const megabytes: unknown = vscode.workspace.getConfiguration('runlens').get('artifacts.maxOpenSize');
  const valid = typeof megabytes === 'number' && megabytes > 0;
  return Math.min(MAX_MEGABYTES, valid ? megabytes : DEFAULT_MEGABYTES) * MEGABYTE;
}
