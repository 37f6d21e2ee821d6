import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFaults, type FaultServer } from '../rig/faults';
import { Seed } from '../rig/seed';
import { waitFor } from '../rig/wait';
import { startEditor, type Editor } from './support/editor';
import { sharedService } from './support/services';
import { Sidebar } from './support/sidebar';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('artifacts', () => {
  const experiment = `artifacts ${Date.now()}`;
  const weights = new Uint8Array(randomBytes(3_000_000));
  let faults: FaultServer;
  let editor: Editor;
  let sidebar: Sidebar;

  beforeAll(async () => {
    const { RUNLENS_TEST_MLFLOW: uri = '' } = await sharedService('mlflow');
    const seed = new Seed(uri);
    await seed.run(await seed.experiment(experiment), {
      name: 'gallant-fox',
      artifacts: { 'metrics.json': '{"auc": 0.87}\n', 'roc.png': new Uint8Array(PIXEL), 'weights.bin': weights },
    });
    faults = await startFaults(uri);
    editor = await startEditor({ settings: { 'runlens.trackingUri': faults.uri } });
    sidebar = new Sidebar(editor.page);
    await sidebar.open();
    for (const row of [experiment, 'gallant-fox', 'Artifacts']) {
      await sidebar.expand(row);
    }
    await sidebar.row('artifact, roc.png').waitFor();
  });

  afterAll(async () => {
    await editor.dispose();
    await faults.dispose();
  });

  const tab = (name: string) => editor.page.getByRole('tab', { name }).first();
  const files = async (): Promise<string[]> => readdir(editor.workspace);

  /** Clicks the row's download button, and answers where to. */
  async function download(name: string): Promise<void> {
    await sidebar.row(`artifact, ${name}`).hover();
    await sidebar.row(`artifact, ${name}`).getByRole('button', { name: 'Download Artifact…' }).click();
    const input = editor.page.locator('.quick-input-widget input[type="text"]').first();
    await input.waitFor();
    await input.fill(join(editor.workspace, name));
    await input.press('Enter');
  }

  it('open by a click, with the name of their run in the tab', async () => {
    await sidebar.row('artifact, metrics.json').click();
    await tab('metrics.json (gallant-fox)').waitFor();
    await editor.page.locator('.view-lines', { hasText: '0.87' }).waitFor();
  });

  it('open as images in the image editor', async () => {
    await sidebar.row('artifact, roc.png').click();
    await tab('roc.png (gallant-fox)').waitFor();
    const frame = await editor.webview('img');
    await waitFor(
      () =>
        frame
          .locator('img')
          .first()
          .evaluate((image) => (image as HTMLImageElement).naturalWidth === 1),
      { what: 'the picture', timeoutMs: 20_000 },
    );
    await editor.screenshot('artifact-image');
  });

  it('are offered for download when no editor shows them', async () => {
    await sidebar.row('artifact, weights.bin').click();
    const message = editor.page.locator('.notification-toast', { hasText: 'weights.bin is a binary file' });
    await message.getByRole('button', { name: 'Download…' }).waitFor();
    await editor.screenshot('artifact-binary');
    await editor.page.keyboard.press('Escape');
  });

  it('show how far a download is, and leave nothing behind when it is cancelled', async () => {
    faults.add(
      ({ outgoing }) => {
        outgoing.writeHead(200, { 'content-length': weights.length });
        outgoing.write(weights.subarray(0, 1_500_000));
      },
      { path: /get-artifact/u },
    );
    await download('weights.bin');
    const progress = editor.page.locator('.notification-toast', { hasText: 'Downloading weights.bin' });
    await progress.filter({ hasText: '1.5 MB of 3.0 MB, 50%' }).waitFor();
    expect((await files()).filter((name) => name.endsWith('.part'))).toHaveLength(1);
    await editor.screenshot('artifact-download');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await editor.page.locator('.notification-toast', { hasText: 'cancelled' }).waitFor();
    expect(await files()).toEqual([]);
    faults.clear();
  });

  it('are downloaded byte by byte', async () => {
    await download('weights.bin');
    await editor.page.locator('.notification-toast', { hasText: 'Downloaded 1 file, 3.0 MB' }).waitFor();
    expect((await readFile(join(editor.workspace, 'weights.bin'))).equals(weights)).toBe(true);
  });

  it('are still there after the window was reloaded', async () => {
    const { page } = editor;
    await sidebar.row('artifact, metrics.json').dblclick();
    await page.locator('.view-lines', { hasText: '0.87' }).waitFor();
    // VS Code's own command, and not the browser's: that one does not wait until the open editors are remembered.
    const reloaded = page.waitForEvent('load');
    await page.keyboard.press('F1');
    await page.keyboard.type('Developer: Reload Window');
    await page.locator('.quick-input-list-row', { hasText: 'Reload Window' }).first().waitFor();
    await page.keyboard.press('Enter');
    await reloaded;
    await tab('metrics.json (gallant-fox)').waitFor({ timeout: 60_000 });
    await page.locator('.view-lines', { hasText: '0.87' }).waitFor({ timeout: 60_000 });
  });
});
