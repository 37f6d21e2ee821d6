/** Screenshots of the demo in the three kinds of themes. */
import { join } from 'node:path';
import type { Workbench } from './workbench';

const themes = [
  { file: 'dark.png', name: 'Dark Modern', kind: 'vs-dark' },
  { file: 'light.png', name: 'Light Modern', kind: 'vs' },
  { file: 'high-contrast.png', name: 'Dark High Contrast', kind: 'hc-black' },
] as const;

const sideBarWidth = 400;

/** Shows a bit of everything and takes the pictures. */
export async function takePictures(workbench: Workbench, directory: string): Promise<void> {
  await arrange(workbench);
  for (const { file, name, kind } of themes) {
    await workbench.setTheme(name, kind);
    await workbench.page.screenshot({ path: join(directory, file) });
  }
}

async function arrange(workbench: Workbench): Promise<void> {
  await workbench.widenSideBar(sideBarWidth);
  await workbench.collapseAll('Experiments');
  for (const name of ['breast-cancer', 'forest-search', 'Artifacts', 'plots']) {
    await workbench.expand('Experiments', name);
  }
  await (await workbench.row('Experiments', 'confusion_matrix.png')).dblclick();
  await workbench.expand('Experiments', 'Metrics');
  await workbench.page.getByRole('tab', { name: /confusion_matrix/ }).waitFor();
  // What the pointer rests on shows a tooltip.
  await workbench.page.mouse.move(0, 0);
}
