/**
 * What a person pays when Runlens starts: VS Code's own figure for the load of the code plus `activate()`, in fresh
 * extension hosts, as its list of running extensions shows it.
 */
import type { Browser, Page } from 'playwright-core';
import { openWorkbench, startBrowser } from '../rig/browser';
import { temporaryDirectory } from '../rig/directories';
import { stageExtension } from '../rig/extension';
import { startVscode, type VscodeServer } from '../rig/vscode';
import { atMost, median, type Measure } from './measurement';

const HOSTS = 10;
const LIMIT_MS = 50;

export const measure: Measure = async () => {
  const extension = await stageExtension(true);
  const server = await startVscode({ version: '1.139', extensions: [extension.path] });
  const { browser } = await startBrowser();
  // The first host also warms the disk's cache, which a person's machine has warm as well.
  await activationTime(browser, server);
  const times: number[] = [];
  for (let host = 0; host < HOSTS; host += 1) {
    times.push(await activationTime(browser, server));
  }
  const value = median(times);
  return {
    figures: { hosts: HOSTS, 'fastest ms': Math.min(...times), 'slowest ms': Math.max(...times), 'median ms': value },
    limits: [atMost('code load and activate(), ms', value, LIMIT_MS)],
  };
};

/** Opens a window, whose extension host is a new process, opens Runlens' views in it, and reads the time. */
async function activationTime(browser: Browser, server: VscodeServer): Promise<number> {
  const workspace = await temporaryDirectory('bench');
  const workbench = await openWorkbench(browser, server, { workspace: workspace.path });
  try {
    const { page } = workbench;
    await page.locator('.activitybar a[aria-label="Runlens"]').click({ timeout: 60_000 });
    await page.locator('.pane-header', { hasText: 'Experiments' }).waitFor({ timeout: 30_000 });
    return await shownTime(page);
  } finally {
    await workbench.dispose();
    await workspace.dispose();
  }
}

/** The time beside Runlens in “Developer: Show Running Extensions”. */
async function shownTime(page: Page): Promise<number> {
  await page.keyboard.press('F1');
  await page.keyboard.type('Developer: Show Running Extensions');
  await page.locator('.quick-input-list-row', { hasText: 'Show Running Extensions' }).first().waitFor();
  await page.keyboard.press('Enter');
  const row = page.locator('.runtime-extensions-editor .extension', { hasText: 'Runlens' });
  const time = row.locator('.activation-time', { hasText: /\d+ms/u });
  await time.waitFor({ timeout: 30_000 });
  const text = (await time.textContent()) ?? '';
  return Number(/(\d+)ms/u.exec(text)?.[1] ?? Number.NaN);
}
