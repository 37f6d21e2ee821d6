import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Seed } from '../rig/seed';
import { seedExample, type ExampleData } from '../rig/seedExample';
import { startEditor, type Editor } from './support/editor';
import { sharedService } from './support/services';
import { themes } from './support/themes';
import { Sidebar } from './support/sidebar';

describe('the explorer', () => {
  const name = `explorer ${Date.now()}`;
  let editor: Editor;
  let sidebar: Sidebar;
  let data: ExampleData;

  beforeAll(async () => {
    const { RUNLENS_TEST_MLFLOW: uri = '' } = await sharedService('mlflow');
    data = await seedExample(new Seed(uri), name);
    editor = await startEditor({ settings: { 'runlens.trackingUri': uri } });
    sidebar = new Sidebar(editor.page);
    await sidebar.open();
  });

  afterAll(async () => {
    await editor.dispose();
  });

  it('shows runs under their experiment, and children under their parent', async () => {
    await sidebar.expand(name);
    await sidebar.expand('sweep');
    await sidebar
      .row('trial 0')
      .waitFor({ timeout: 15_000 })
      .catch(() => editor.screenshot('explorer-failure'));
    expect(await sidebar.row('trial 0').getAttribute('aria-level')).toBe('3');
    expect(await sidebar.row('failed').getAttribute('aria-label')).toContain('failed');
    for (const theme of themes) {
      await editor.setTheme(theme);
      await editor.screenshot(`explorer-${theme}`);
    }
    expect(data.runs.trials).toHaveLength(2);
  });
});
