import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fault } from '../rig/fault';
import { startFaults, type FaultServer } from '../rig/faults';
import { Seed } from '../rig/seed';
import { vscodeVersions } from '../rig/vscodeInstall';
import { waitFor } from '../rig/wait';
import { runOutput } from '../unit/notebook/runOutputs';
import { writeCardNotebook } from './support/cardNotebook';
import { startEditor, type Editor } from './support/editor';
import { sharedService } from './support/services';

/** What a script in another output of the notebook could reach: outputs share one document. */
interface Card extends HTMLElement {
  readonly link: {
    readonly context: {
      postMessage(message: unknown): void;
      onDidReceiveMessage(listener: (message: { readonly runId?: unknown }) => void): void;
    };
  };
}

describe.each(vscodeVersions)('the card of a run that runs, in VS Code %s', (version) => {
  let editor: Editor;
  let server: FaultServer;
  let seed: Seed;
  let frame: Frame;
  let runId: string;
  let otherRunId: string;
  let path: string;

  beforeAll(async () => {
    const { RUNLENS_TEST_MLFLOW: uri = '' } = await sharedService('mlflow');
    server = await startFaults(uri);
    seed = new Seed(uri);
    const experiment = await seed.experiment(`cards-${version}-${Date.now()}`);
    const before = await seed.run(experiment, {
      name: 'before',
      params: { lr: '0.1' },
      metrics: { val_loss: [0.9, 0.5] },
    });
    otherRunId = await seed.run(experiment, { name: 'secret', status: 'RUNNING', metrics: { val_loss: 1 } });
    runId = await seed.run(experiment, {
      name: 'live-run',
      status: 'RUNNING',
      params: { lr: '0.2', epochs: '10' },
      metrics: { val_loss: [0.8, 0.6, 0.4], accuracy: [0.1, 0.3, 0.5] },
    });
    editor = await startEditor({
      vscode: version,
      viewport: { width: 1000, height: 800 },
      settings: { 'runlens.trackingUri': server.uri, 'runlens.activeRuns.refreshInterval': 1 },
    });
    path = join(editor.workspace, 'live.ipynb');
    const output = runOutput({
      tracking_uri: server.uri,
      run: {
        ...runOutput().run,
        run_id: runId,
        run_name: 'live-run',
        experiment_id: 'not-the-real-one',
        status: 'RUNNING',
        end_time: null,
      },
      previous_run_id: before,
      params: [],
      metrics: [],
      changed_params: [],
      models: [],
      artifact_count: null,
    });
    await writeCardNotebook(path, [{ source: '%%mlflow\nfit()', output }]);
    await editor.evaluate((vscode, file) => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file)), path);
    frame = await editor.webview('runlens-run-card');
  });

  afterAll(async () => {
    await editor.dispose();
    await server.dispose();
  });

  const card = () => frame.getByRole('article');
  const row = (metric: string) => card().getByRole('row').filter({ hasText: metric });
  const lastValue = (metric: string, value: string) => row(metric).locator('td.last', { hasText: value }).waitFor();
  const searches = () => server.requests.filter(({ path: asked }) => asked.includes('runs/search')).length;

  it('shows its progress, its curves and what changed, of a run that the notebook knows by its id alone', async () => {
    await lastValue('val_loss', '0.4000');
    await card().getByText('Running · step 2 of 10', { exact: false }).waitFor();
    await row('val_loss').locator('.line-path').waitFor();
    await row('val_loss').getByText('▼ 0.1000').waitFor();
    await card().locator('.changes', { hasText: 'lr 0.1 → 0.2' }).waitFor();
    await editor.screenshot(`runCard-live-${version}`);
  });

  it('grows with the metric, the notebook untouched', async () => {
    const before = await row('val_loss').locator('.line-path').getAttribute('d');
    await seed.log(runId, { val_loss: [3, 4, 5, 6].map((step) => ({ step, value: 0.4 - step / 100 })) });
    await lastValue('val_loss', '0.3400');
    await card().getByText('step 6 of 10', { exact: false }).waitFor();
    const after = (await row('val_loss').locator('.line-path').getAttribute('d')) ?? '';
    expect(after).not.toBe(before);
    // Steps 3 to 5 came between two looks, and are not lost.
    expect(after.match(/[ML]/gu)).toHaveLength(7);
    expect(await editor.evaluate((vscode) => vscode.window.activeNotebookEditor?.notebook.isDirty)).toBe(false);
  });

  it('asks for points after the last known step only', async () => {
    const from = server.requests.length;
    await seed.log(runId, { val_loss: [{ step: 8, value: 0.2 }] });
    await lastValue('val_loss', '0.2000');
    const asked = server.requests.slice(from).filter(({ path: to }) => to.includes('/metrics/'));
    expect(asked.map(({ path: to }) => new URL(to, 'http://host').searchParams.get('start_step'))).toEqual(['7']);
  });

  it('does nothing on forged messages, and tells nothing of a run that the notebook does not have', async () => {
    const heard = await frame.locator('runlens-run-card').evaluateHandle((element, other) => {
      const { context } = (element as unknown as Card).link;
      const messages: unknown[] = [];
      context.onDidReceiveMessage((message) => messages.push(message.runId));
      context.postMessage({ type: 'watch', runId: other, curves: 6 });
      context.postMessage({ type: 'watch', runId: "' OR 1=1", curves: 1e9 });
      context.postMessage({ type: 'act', runId: other, action: 'reveal' });
      context.postMessage({ type: 'act', runId: other, action: 'runlens.deleteRun' });
      context.postMessage({ type: '__proto__' });
      context.postMessage(null);
      return messages;
    }, otherRunId);
    await seed.log(runId, { val_loss: [{ step: 9, value: 0.1 }] });
    await lastValue('val_loss', '0.1000');
    expect(new Set(await heard.jsonValue())).toEqual(new Set([runId]));
    expect(server.requests.some(({ path: to }) => to.includes(otherRunId))).toBe(false);
  });

  it('says that the server is away, keeps what it has, and goes on when it is back', async () => {
    server.add(fault.reset());
    await card().getByText('Server unreachable · as of', { exact: false }).waitFor({ timeout: 60_000 });
    await lastValue('val_loss', '0.1000');
    await editor.screenshot(`runCard-stale-${version}`);
    server.clear();
    await card().getByRole('button', { name: 'Retry Now' }).click();
    await card().getByText('Running · step 9', { exact: false }).waitFor({ timeout: 30_000 });
  });

  it('is not asked for while the notebook is hidden', async () => {
    await editor.evaluate((vscode) => vscode.commands.executeCommand('workbench.action.files.newUntitledFile'));
    await editor.page.getByRole('tab', { name: /Untitled-1/u }).waitFor();
    await waitFor(
      async () => {
        const before = searches();
        await new Promise((resolve) => setTimeout(resolve, 2500));
        return searches() === before;
      },
      { what: 'Silence while the notebook is hidden', timeoutMs: 15_000 },
    );
    await editor.evaluate((vscode, file) => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file)), path);
    frame = await editor.webview('runlens-run-card');
    await lastValue('val_loss', '0.1000');
  });

  it('stops the cell', async () => {
    const stopped = await editor.evaluate(async (vscode) => {
      const controller = vscode.notebooks.createNotebookController('cards', 'jupyter-notebook', 'Cards');
      const run = { isStopped: false };
      Object.assign(globalThis, { cardRun: run });
      controller.executeHandler = ([cell]) => {
        const execution = cell && controller.createNotebookCellExecution(cell);
        execution?.start(Date.now());
        execution?.token.onCancellationRequested(() => {
          run.isStopped = true;
          execution.end(false);
        });
      };
      await vscode.commands.executeCommand('notebook.selectKernel', { id: 'cards', extension: 'runlens.test-channel' });
      void vscode.commands.executeCommand('notebook.execute');
      return run.isStopped;
    });
    expect(stopped).toBe(false);
    await editor.page.locator('.cell-statusbar-container .codicon-notebook-state-executing').first().waitFor();
    await card().getByRole('button', { name: 'Stop' }).click();
    await waitFor(
      () => editor.evaluate(() => (globalThis as unknown as { cardRun: { isStopped: boolean } }).cardRun.isStopped),
      { what: 'The end of the cell', timeoutMs: 10_000 },
    );
  });

  it('is told when the run ends, and asks no more', async () => {
    await seed.post('runs/update', { run_id: runId, status: 'FAILED', end_time: Date.now() });
    await card().getByText('Failed at step 9', { exact: false }).waitFor();
    const after = searches();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(searches()).toBe(after);
    expect(await readFile(path, 'utf8')).toContain('"status":"RUNNING"');
  });

  it('reveals the run in the explorer by its button, from the keyboard', async () => {
    await card().getByRole('button', { name: 'Reveal in Experiments', exact: true }).press('Enter');
    await editor.page.getByRole('treeitem', { name: /live-run/u }).waitFor();
  });
});
