import * as vscode from 'vscode';

const MEGABYTE = 1_000_000;
const DEFAULT_MEGABYTES = 50;

/** The largest artifact that an editor may open, in bytes. */
export function maxOpenBytes(): number {
  const megabytes: unknown = vscode.workspace.getConfiguration('runlens').get('artifacts.maxOpenSize');
  const valid = typeof megabytes === 'number' && megabytes > 0;
  return (valid ? megabytes : DEFAULT_MEGABYTES) * MEGABYTE;
}
