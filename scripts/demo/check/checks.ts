/** What the demo has to show, each thing with the words that a failed check is told in. */
import type { Locator } from 'playwright-core';
import { waitFor } from '../../../test/rig/wait';
import type { Workbench } from './workbench';

/** One thing to look for. It throws when it is not there. */
export interface Check {
  readonly what: string;
  readonly look: (workbench: Workbench) => Promise<void>;
}

const usual = 20_000;

async function experiments(workbench: Workbench): Promise<void> {
  for (const name of ['breast-cancer', 'diabetes', 'digits', 'wine']) {
    await workbench.row('Experiments', name);
  }
}

async function nestedRuns(workbench: Workbench): Promise<void> {
  for (const name of ['breast-cancer', 'forest-search', 'trial-6']) {
    await workbench.expand('Experiments', name);
  }
  for (const name of ['fold-1', 'fold-2', 'fold-3']) {
    await workbench.row('Experiments', name);
  }
}

async function metrics(workbench: Workbench): Promise<void> {
  // With one run open, there is one row of each kind.
  await workbench.collapseAll('Experiments');
  for (const name of ['breast-cancer', 'boosting', 'Metrics']) {
    await workbench.expand('Experiments', name);
  }
  await shows(await workbench.row('Experiments', 'roc_auc'), /0\.997/);
}

async function image(workbench: Workbench): Promise<void> {
  await workbench.expand('Experiments', 'Artifacts');
  await workbench.expand('Experiments', 'plots');
  await (await workbench.row('Experiments', 'confusion_matrix.png')).click();
  const frame = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  const picture = frame.locator('img');
  await waitFor(() => picture.evaluate((element) => (element as HTMLImageElement).naturalWidth > 0), {
    what: 'the picture',
    timeoutMs: usual,
  });
}

async function csv(workbench: Workbench): Promise<void> {
  await (await workbench.row('Experiments', 'predictions.csv')).click();
  await workbench.page
    .locator('.monaco-editor .view-line')
    .filter({ hasText: 'mean radius' })
    .waitFor({ timeout: usual });
}

async function failedRun(workbench: Workbench): Promise<void> {
  await workbench.collapseAll('Experiments');
  await workbench.expand('Experiments', 'digits');
  const label = await (await workbench.row('Experiments', 'mlp-lr-1')).getAttribute('aria-label');
  if (!/failed/i.test(label ?? '')) {
    throw new Error(`the label of mlp-lr-1 is "${label ?? ''}", which does not say that it failed`);
  }
}

async function activeRun(workbench: Workbench): Promise<void> {
  await workbench.openView('Active Runs');
  const row = await workbench.row('Active Runs', 'sgd-live');
  const before = await row.textContent();
  await waitFor(async () => (await row.textContent()) !== before, {
    what: `sgd-live to show more than "${before ?? ''}"`,
    timeoutMs: usual,
    intervalMs: 250,
  });
}

async function models(workbench: Workbench): Promise<void> {
  await workbench.openView('Models');
  for (const name of ['diabetes-progression', 'digits-reader']) {
    await shows(await workbench.row('Models', name), /@champion/);
  }
  await workbench.expand('Models', 'breast-cancer-classifier');
  for (const number of [1, 2, 3]) {
    await workbench.row('Models', `Version ${number}`);
  }
  await shows(workbench.view('Models'), /@challenger/);
}

async function secrets(workbench: Workbench): Promise<void> {
  await workbench.runCommand('MLflow: Sign In');
  await workbench.answer('User name', 'visitor');
  await workbench.answer('Password', 'which the demo’s server ignores');
  await signedIn(workbench);
  await workbench.page.reload();
  await workbench.openContainer();
  await signedIn(workbench);
}

async function signedIn(workbench: Workbench): Promise<void> {
  const account = '“visitor”, which is in the editor’s secret storage';
  const item = workbench.page.locator('.statusbar-item').filter({ hasText: 'Demo' });
  await waitFor(
    async () => {
      await workbench.page.mouse.move(0, 0);
      await item.hover();
      await shows(workbench.page.locator('.monaco-hover').last(), new RegExp(account), 2000);
      return true;
    },
    { what: `the status bar to name ${account}`, timeoutMs: usual },
  );
}

async function shows(place: Locator, text: RegExp, timeout = usual): Promise<void> {
  await place.filter({ hasText: text }).waitFor({ timeout });
}

/** All of them, in an order in which one can follow the other. */
export const checks: readonly Check[] = [
  { what: 'the view container opens', look: (workbench) => workbench.openContainer() },
  { what: 'the four experiments of the examples are in the tree', look: experiments },
  { what: 'the search has its trials, and a trial has its folds', look: nestedRuns },
  { what: 'a run shows its metrics', look: metrics },
  { what: 'an image artifact opens in the editor', look: image },
  { what: 'a CSV artifact opens in the editor', look: csv },
  { what: 'a run that failed says so', look: failedRun },
  { what: 'the run in training is live', look: activeRun },
  { what: 'the models show versions and aliases', look: models },
  { what: 'a password is kept when the page is loaded again', look: secrets },
];
