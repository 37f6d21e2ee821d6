/** A notebook in a page of JupyterLab, as a person uses it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { inject } from 'vitest';
import { startBrowser } from '../../rig/browser';
import type { Disposable } from '../../rig/cleanup';
import { root } from '../../rig/directories';
import { startJupyter, type JupyterServer } from '../../rig/jupyter';

/** A cell of code, and the metadata that a person can give it. */
export interface LabCell {
  readonly source: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** JupyterLab with a notebook open. */
export interface Lab extends Disposable {
  readonly page: Page;
  /** Opens the page anew in a theme, such as `JupyterLab Dark`. */
  open(theme: string): Promise<void>;
  runAll(): Promise<void>;
  /** The output area of a cell, the first being 0. */
  output(cell: number): Locator;
  saveNotebook(): Promise<void>;
  /** Writes `test-results/screenshots/<name>.png`. */
  screenshot(name: string): Promise<void>;
}

const FILE = 'lab.ipynb';

/** Starts JupyterLab, whose kernels have the package and log to the tests' server. */
export async function startLab(cells: readonly LabCell[]): Promise<Lab> {
  const jupyter = await startJupyter({
    env: { PYTHONPATH: join(root, 'python/src'), MLFLOW_TRACKING_URI: inject('notebooks').mlflow },
  });
  await writeFile(join(jupyter.directory, FILE), notebookOf(cells));
  const browser = await startBrowser();
  const page = await browser.browser.newPage({ viewport: { width: 1100, height: 900 }, reducedMotion: 'reduce' });
  return {
    page,
    open: (theme) => open(page, jupyter, theme),
    runAll: async () => {
      await choose(page, 'Run', 'runmenu:run-all');
    },
    output: (cell) => page.locator('.jp-Notebook .jp-Cell').nth(cell).locator('.jp-OutputArea'),
    saveNotebook: async () => {
      await choose(page, 'File', 'docmanager:save');
      await page.locator('.jp-mod-current.jp-mod-dirty').waitFor({ state: 'detached' });
    },
    screenshot: async (name) => {
      await mkdir(join(root, 'test-results/screenshots'), { recursive: true });
      await page.screenshot({ path: join(root, 'test-results/screenshots', `${name}.png`) });
    },
    dispose: async () => {
      await browser.dispose();
      await jupyter.dispose();
    },
  };
}

async function open(page: Page, jupyter: JupyterServer, theme: string): Promise<void> {
  await set(jupyter, 'themes', { theme });
  // Otherwise it asks whether it may fetch news.
  await set(jupyter, 'notification', { fetchNews: 'false', checkForUpdates: false });
  await page.goto(`${jupyter.url}/lab/tree/${FILE}?token=${jupyter.token}`);
  await page.locator(`body[data-jp-theme-name="${theme}"]`).waitFor({ state: 'attached', timeout: 60_000 });
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor({ timeout: 60_000 });
  // The kernel is there: what is run before is lost.
  await page
    .locator('#jp-main-statusbar')
    .getByText(/\| Idle$/)
    .waitFor({ timeout: 60_000 });
}

/** Writes a settings file of JupyterLab. */
async function set(jupyter: JupyterServer, name: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const reply = await fetch(`${jupyter.url}/lab/api/settings/@jupyterlab/apputils-extension:${name}`, {
    method: 'PUT',
    headers: { authorization: `token ${jupyter.token}` },
    body: JSON.stringify({ raw: JSON.stringify(settings) }),
  });
  if (!reply.ok) {
    throw new Error(`JupyterLab did not take the settings ${name}: ${reply.status} ${await reply.text()}`);
  }
}

/** Chooses what a menu offers, by the command behind it: its name has a shortcut beside it. */
async function choose(page: Page, menu: string, command: string): Promise<void> {
  await page
    .locator('.lm-MenuBar-item')
    .filter({ hasText: new RegExp(`^${menu}$`) })
    .click();
  await page.locator(`.lm-Menu-item[data-command="${command}"]`).click();
}

function notebookOf(cells: readonly LabCell[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
    cells: cells.map(({ source, metadata = {} }, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      metadata,
      source,
      outputs: [],
      execution_count: null,
    })),
  });
}
