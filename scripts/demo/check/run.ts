/** Goes through the checks in headless Chromium and says what was there. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startBrowser } from '../../../test/rig/browser';
import { root } from '../../../test/rig/directories';
import { checks, type Check } from './checks';
import { takePictures } from './pictures';
import { Workbench } from './workbench';

const pictures = join(root, 'test-results/demo');
const pictureCheck: Check = {
  what: 'pictures are taken in three themes',
  look: (workbench) => takePictures(workbench, pictures),
};

/** How many checks held. */
export interface Verdict {
  readonly passed: number;
  readonly failed: number;
}

/** Checks the demo at this address. */
export async function checkDemo(url: string): Promise<Verdict> {
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });
  const chromium = await startBrowser();
  const page = await chromium.browser.newPage({ viewport: { width: 1280, height: 900 } });
  const workbench = new Workbench(page);
  await workbench.open(url);
  let failed = 0;
  const all = [...checks, pictureCheck];
  for (const [index, { what, look }] of all.entries()) {
    try {
      await look(workbench);
      console.log(`  ✓ ${what}`);
    } catch (error) {
      failed += 1;
      console.log(`  ✗ ${what}: ${firstLine(error)}`);
      await page.screenshot({ path: join(pictures, `failed-${index + 1}.png`) });
    }
  }
  await chromium.dispose();
  console.log(`  Screenshots: ${pictures}`);
  return { passed: all.length - failed, failed };
}

// What follows in a message of Playwright is the log of its attempts.
function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
