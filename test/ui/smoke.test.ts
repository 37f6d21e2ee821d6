import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vscodeVersions } from '../rig/vscodeInstall';
import { startEditor, type Editor } from './support/editor';
import { themes } from './support/themes';

describe.each(vscodeVersions)('a window of VS Code %s', (version) => {
  let editor: Editor;

  beforeAll(async () => {
    editor = await startEditor({ vscode: version, settings: { 'editor.fontSize': 17 } });
  });

  afterAll(async () => {
    await editor.dispose();
  });

  it('has Runlens in it', async () => {
    const active = await editor.evaluate(async (vscode) => {
      const extension = vscode.extensions.getExtension('runlens.runlens');
      await extension?.activate();
      return extension?.isActive;
    });
    expect(active).toBe(true);
  });

  it('shows a modal dialog, and gets the answer', async () => {
    const answer = editor.evaluate(
      (vscode, message) => vscode.window.showWarningMessage(message, { modal: true }, 'Go'),
      'Sure?',
    );
    await editor.page.getByRole('dialog').getByRole('button', { name: 'Go' }).click();
    expect(await answer).toBe('Go');
  });

  it('applies settings and themes', async () => {
    expect(await editor.evaluate((vscode) => vscode.workspace.getConfiguration('editor').get('fontSize'))).toBe(17);
    for (const theme of themes) {
      await editor.setTheme(theme);
      await editor.screenshot(`smoke-${version}-${theme}`);
    }
  });

  it('reaches into a webview', async () => {
    await editor.evaluate((vscode) => {
      const panel = vscode.window.createWebviewPanel('smoke', 'Smoke', vscode.ViewColumn.One);
      panel.webview.html = '<p id="hello">Hello</p>';
    });
    const frame = await editor.webview('#hello');
    expect(await frame.locator('#hello').textContent()).toBe('Hello');
  });
});
