import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Seed } from '../rig/seed';
import { seedExample, type ExampleData } from '../rig/seedExample';
import { startEditor, type Editor } from './support/editor';
import { sharedService } from './support/services';
import { Sidebar } from './support/sidebar';
import { themes } from './support/themes';

const WAIT = { timeout: 15_000 };

describe('the Models view', () => {
  const name = `models ${Date.now()}`;
  let editor: Editor;
  let sidebar: Sidebar;
  let data: ExampleData;

  beforeAll(async () => {
    const { RUNLENS_TEST_MLFLOW: uri = '' } = await sharedService('mlflow');
    data = await seedExample(new Seed(uri), name);
    editor = await startEditor({ settings: { 'runlens.trackingUri': uri } });
    sidebar = new Sidebar(editor.page);
    await sidebar.open();
    // The Models view gets all of the room, so that every row is drawn.
    await editor.page.locator('.pane-header', { hasText: 'Experiments' }).click();
    await editor.page.locator('.pane-header', { hasText: 'Models' }).click();
  });

  afterAll(async () => {
    await editor.dispose();
  });

  it('shows versions under their model, and what is in each, however fast one opens them', async () => {
    await sidebar.expand(data.model);
    await sidebar.expand('Version 2');
    await sidebar.expand('Version 1');
    const sourceOf = (run: string): Locator =>
      editor.page.locator(`[role="treeitem"][aria-level="3"][aria-label^="Run, "][aria-label*="${run}"]`);
    await sourceOf('trial 1').waitFor(WAIT);
    await sourceOf('trial 0').waitFor(WAIT);
    expect(await sidebar.row('Version 1').getAttribute('aria-label')).toContain('@champion');
    expect(await sidebar.row('Version 2').getAttribute('aria-label')).toContain('@challenger');
  });

  it.each(themes)('is drawn in the %s theme', async (theme) => {
    await editor.setTheme(theme);
    await editor.screenshot(`models-${theme}`);
    expect(await sidebar.row('Version 2').isVisible()).toBe(true);
  });
});
