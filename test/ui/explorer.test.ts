import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Seed } from '../rig/seed';
import { seedExample, type ExampleData } from '../rig/seedExample';
import { startEditor, type Editor } from './support/editor';
import { sharedService } from './support/services';
import { Sidebar } from './support/sidebar';
import { themes } from './support/themes';

const WAIT = { timeout: 15_000 };

describe('the explorer', () => {
  const name = `explorer ${Date.now()}`;
  let server = '';
  let editor: Editor;
  let sidebar: Sidebar;
  let data: ExampleData;

  beforeAll(async () => {
    const { RUNLENS_TEST_MLFLOW: uri = '' } = await sharedService('mlflow');
    server = uri;
    data = await seedExample(new Seed(uri), name);
    editor = await startEditor({ settings: { 'runlens.trackingUri': uri } });
    sidebar = new Sidebar(editor.page);
    await sidebar.open();
  });

  afterAll(async () => {
    await editor.dispose();
  });

  const stageOf = async (runId: string): Promise<unknown> => {
    const response = await fetch(`${server}/api/2.0/mlflow/runs/get?run_id=${runId}`);
    const { run } = (await response.json()) as { run: { info: { lifecycle_stage: string } } };
    return run.info.lifecycle_stage;
  };

  it('shows runs under their experiment, and children under their parent', async () => {
    await sidebar.expand(name);
    await sidebar.expand('sweep');
    await sidebar.row('trial 0').waitFor(WAIT);
    expect(await sidebar.row('trial 0').getAttribute('aria-level')).toBe('3');
    expect(await sidebar.row('failed').getAttribute('aria-label')).toContain('failed');
  });

  it.each(themes)('is drawn in the %s theme', async (theme) => {
    await editor.setTheme(theme);
    await editor.screenshot(`explorer-${theme}`);
    expect(await sidebar.row('trial 0').isVisible()).toBe(true);
  });

  it('deletes a run by the keyboard once that is confirmed, and brings it back by Undo', async () => {
    const { page } = editor;
    await sidebar.row('failed').click();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog', { name: /Delete the run failed/u });
    await dialog.waitFor(WAIT);
    await editor.screenshot('explorer-delete');
    expect(await stageOf(data.runs.failed)).toBe('active');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.poll(() => stageOf(data.runs.failed), WAIT).toBe('deleted');
    await sidebar.row('failed').waitFor({ state: 'detached', ...WAIT });
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => stageOf(data.runs.failed), WAIT).toBe('active');
    await sidebar.row('failed').waitFor(WAIT);
  });

  it('acts by the keyboard on the row that has the focus, which need not be the selected one', async () => {
    const { page } = editor;
    await sidebar.row('failed').click();
    await page.keyboard.press('ArrowUp');
    const expanded = await sidebar.row('running').getAttribute('aria-expanded');
    await page.keyboard.press('F2');
    await page.locator('.quick-input-widget:visible', { hasText: 'running' }).waitFor(WAIT);
    await page.keyboard.press('Escape');
    expect(await sidebar.row('running').getAttribute('aria-expanded')).toBe(expanded);
  });

  it('deletes nothing when the question is answered with Cancel', async () => {
    const { page } = editor;
    await sidebar.row('failed').click();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog', { name: /Delete the run failed/u });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached', ...WAIT });
    expect(await stageOf(data.runs.failed)).toBe('active');
  });
});
