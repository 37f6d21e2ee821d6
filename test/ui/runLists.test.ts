import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Seed } from '../rig/seed';
import { startEditor, type Editor } from './support/editor';
import { sharedService } from './support/services';
import { Sidebar } from './support/sidebar';

const WAIT = { timeout: 15_000 };

describe('a list of runs', () => {
  const name = `lists ${Date.now()}`;
  let editor: Editor;
  let sidebar: Sidebar;
  let fox = '';

  beforeAll(async () => {
    const { RUNLENS_TEST_MLFLOW: uri = '' } = await sharedService('mlflow');
    const seed = new Seed(uri);
    const experiment = await seed.experiment(name);
    fox = await seed.run(experiment, { name: 'fox', metrics: { score: 0.5 }, params: { lr: '10' } });
    await seed.run(experiment, { name: 'owl', metrics: { score: 0.9 }, params: { lr: '9' } });
    await seed.run(experiment, { name: 'live', status: 'RUNNING', metrics: { score: [0.1, 0.2] } });
    editor = await startEditor({ settings: { 'runlens.trackingUri': uri } });
    sidebar = new Sidebar(editor.page);
    await sidebar.open();
    await sidebar.expand(name);
    await sidebar.row('fox').waitFor(WAIT);
  });

  afterAll(async () => {
    await editor.dispose();
  });

  const input = (): Locator => editor.page.locator('.quick-input-widget:visible input').first();
  const pick = (label: string): Promise<void> =>
    editor.page.locator('.quick-input-widget:visible .quick-input-list-entry', { hasText: label }).first().click();
  const press = async (rowName: string, action: string): Promise<void> => {
    await sidebar.row(rowName).hover();
    await sidebar.row(rowName).getByRole('button', { name: action }).click();
  };
  const openMenu = async (rowName: string, action: string): Promise<Locator> => {
    await sidebar.row(rowName).click({ button: 'right' });
    const item = editor.page.getByRole('menuitem', { name: action });
    await item.waitFor();
    return item;
  };
  /** Clicks until the menu has closed over a click: it takes none in the moment after it has opened. */
  const choose = async (item: Locator): Promise<void> => {
    let clicked = false;
    const isChosen = async (): Promise<boolean> => {
      clicked = await item.click({ timeout: 1000 }).then(
        () => true,
        () => clicked,
      );
      return clicked && !(await item.isVisible());
    };
    await expect.poll(isChosen, WAIT).toBe(true);
  };
  const chooseFromMenu = async (rowName: string, action: string): Promise<void> => {
    await choose(await openMenu(rowName, action));
  };
  const runOrder = (): Promise<string[]> =>
    editor.page
      .locator('[role="treeitem"][aria-label*=", run, "]')
      .evaluateAll((rows) => rows.map((row) => (row.getAttribute('aria-label') ?? '').split(',')[0] ?? ''));

  it('is filtered, with an error that points at the column', async () => {
    await press(name, 'Filter Runs');
    await input().fill('metrics.score > abc');
    const problem = editor.page.locator('.quick-input-widget:visible .quick-input-message', {
      hasText: 'at column 17',
    });
    await problem.waitFor(WAIT);
    await editor.screenshot('runs-filter-problem');
    await input().fill('metrics.score > 0.95');
    await input().press('Enter');
    await sidebar.row('The highest score is 0.9000.').waitFor(WAIT);
    await editor.screenshot('runs-no-match');
    await sidebar.row('Clear the filter').click();
    await sidebar.row('fox').waitFor(WAIT);
  });

  it('is sorted by a parameter as numbers', async () => {
    await chooseFromMenu(name, 'Sort Runs…');
    await input().fill('lr');
    await editor.screenshot('runs-sort');
    await pick('lr');
    await pick('Ascending');
    await expect.poll(runOrder, WAIT).toEqual(['owl', 'fox', 'live']);
    await expect
      .poll(() => sidebar.row(name).getAttribute('aria-label'), WAIT)
      .toContain('3 runs, 1 running, by lr ↑ as numbers');
  });

  it('shows running runs in a view of their own', async () => {
    await editor.page.locator('.pane-header', { hasText: 'Active Runs' }).click();
    const row = sidebar.row(`live, run of ${name}, running, step 1`);
    await row.waitFor(WAIT);
    await editor.screenshot('runs-active');
    await editor.page.locator('.pane-header', { hasText: 'Active Runs' }).click();
  });

  it('shows a run that another view names', async () => {
    await sidebar.row(name).press('ArrowLeft');
    await editor.evaluate((vscode, runId) => vscode.commands.executeCommand('runlens.revealRun', { runId }), fox);
    await expect.poll(() => sidebar.row('fox').getAttribute('aria-selected'), WAIT).toBe('true');
  });

  it('shows the extremes of a metric on demand', async () => {
    await sidebar.expand('fox');
    await sidebar.expand('Metrics');
    await chooseFromMenu('metric, score', 'Show Best, Minimum and Maximum');
    await sidebar.row('Best, 0.5000 at step 0').waitFor(WAIT);
    await editor.screenshot('runs-extremes');
  });

  it('shows them also when the rows were drawn anew while the menu was open', async () => {
    await sidebar.row('metric, score').press('ArrowLeft');
    await sidebar.row('Best, 0.5000 at step 0').waitFor({ ...WAIT, state: 'hidden' });
    const item = await openMenu('metric, score', 'Show Best, Minimum and Maximum');
    await editor.evaluate(
      (vscode, metrics) => vscode.workspace.getConfiguration('runlens.explorer').update('metrics', metrics, true),
      { [name]: ['score', 'other'] },
    );
    await sidebar.row('fox, run, finished, score 0.5000').waitFor(WAIT);
    await choose(item);
    await sidebar.row('Best, 0.5000 at step 0').waitFor(WAIT);
  });
});
