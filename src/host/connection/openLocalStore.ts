import * as vscode from 'vscode';
import type { CommandParts } from './newConnection';

/** Uses a store of this workspace: the given one, or the first that is found. */
export async function openLocalStore({ memory, places, service }: CommandParts, store: unknown): Promise<void> {
  const { stores } = await places.read();
  const path = store instanceof vscode.Uri ? store.fsPath : stores[0];
  if (path !== undefined) {
    await memory.choose({ kind: 'store', path });
  }
  await service.refresh(true);
}
