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

/** Opens a window, whose extension host is a new process; when it is at rest, opens Runlens' views and reads the time. */
async function activationTime(browser: Browser, server: VscodeServer): Promise<number> {
  const workspace = await temporaryDirectory('bench');
  const workbench = await openWorkbench(browser, server, { workspace: workspace.path });
  try {
    const { page } = workbench;
    const icon = page.locator('.activitybar a[aria-label="Runlens"]');
    await icon.waitFor({ timeout: 60_000 });
    await hostAtRest(page);
    await icon.click();
    await page.locator('.pane-header', { hasText: 'Experiments' }).waitFor({ timeout: 30_000 });
    return await shownTime(page);
  } finally {
    await workbench.dispose();
    await workspace.dispose();
  }
}

/** Waits until the extensions that start with the window have started. */
async function hostAtRest(page: Page): Promise<void> {
  await showRunningExtensions(page);
  const times = page.locator('.runtime-extensions-editor .activation-time');
  await times.filter({ hasText: /\d+ms/u }).first().waitFor({ timeout: 60_000 });
  await times.filter({ hasText: 'Activating' }).first().waitFor({ state: 'detached', timeout: 60_000 });
  await page.keyboard.press('Escape');
  await page.locator('.runtime-extensions-editor').waitFor({ state: 'detached' });
}

/** The time beside Runlens in the list. */
async function shownTime(page: Page): Promise<number> {
  await showRunningExtensions(page);
  const row = page.locator('.runtime-extensions-editor .extension', { hasText: 'Runlens' });
  const time = row.locator('.activation-time', { hasText: /\d+ms/u });
  await time.waitFor({ timeout: 30_000 });
  return Number(/(\d+)ms/u.exec((await time.textContent()) ?? '')?.[1] ?? Number.NaN);
}

async function showRunningExtensions(page: Page): Promise<void> {
  await page.keyboard.press('F1');
  await page.keyboard.type('Developer: Show Running Extensions');
  await page.locator('.quick-input-list-row', { hasText: 'Show Running Extensions' }).first().waitFor();
  await page.keyboard.press('Enter');
}
