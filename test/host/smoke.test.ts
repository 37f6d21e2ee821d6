import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const id = 'runlens.runlens';

describe('the extension', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not installed`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command that its manifest contributes', async () => {
    const manifest = vscode.extensions.getExtension(id)?.packageJSON as Manifest;
    const contributed = (manifest.contributes?.commands ?? []).map(({ command }) => command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributed.filter((command) => !registered.has(command)),
      [],
    );
  });
});

interface Manifest {
  readonly contributes?: { readonly commands?: readonly { readonly command: string }[] };
}
