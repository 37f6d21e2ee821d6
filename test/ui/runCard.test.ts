import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runOutput } from '../unit/notebook/runOutputs';
import { writeCardNotebook } from './support/cardNotebook';
import { startEditor, type Editor } from './support/editor';
import { themes } from './support/themes';

const started = Date.now();

function run(name: string, status: string, change: Record<string, unknown> = {}) {
  return { ...runOutput().run, run_name: name, status, ...change };
}

function curve(from: number, to: number, steps: number, last = steps) {
  return Array.from({ length: last }, (_, step) => {
    const share = 1 - Math.exp((-4 * step) / steps);
    return [step, from + (to - from) * share + 0.004 * Math.sin(step * 1.7)];
  });
}

const metrics = [
  { key: 'val_auc', value: 0.8731, step: 59, points: curve(0.6, 0.8731, 60), previous: 0.8519 },
  { key: 'val_loss', value: 0.3102, step: 59, points: curve(0.7, 0.3102, 60), previous: 0.3348 },
  { key: 'val_f1', value: 0.7989, step: 59, points: curve(0.5, 0.7989, 60), previous: 0.7795 },
];

const saved = [
  { source: '# mlflow: credit-risk --name trial-17\nfit(loans)', output: runOutput({ metrics, metric_count: 3 }) },
  {
    source: '%%mlflow credit-risk --name trial-14\nfit(loans, lr=2.2e-2)',
    output: runOutput({
      run: run('trial-14', 'FAILED'),
      error: { type: 'FloatingPointError', message: 'loss is nan' },
      metrics: [
        { key: 'val_auc', value: 0.6214, step: 18, points: curve(0.6, 0.62, 19), previous: 0.8519 },
        { key: 'val_loss', value: 'NaN', step: 18, points: [...curve(0.7, 0.3, 18), [18, 'NaN']], previous: 0.3348 },
        { key: 'grad_norm', value: 318.4, step: 18, points: curve(0.7, 318.4, 19), previous: 0.7 },
        {
          key: 'ratio',
          value: 'Infinity',
          step: 18,
          points: [
            [0, 1e308],
            [9, -1e308],
            [18, 'Infinity'],
          ],
          previous: 2,
        },
      ],
      metric_count: 4,
      changed_params: [{ key: 'learning_rate', before: '4.8e-4', after: '2.2e-2' }],
      models: [],
      notices: ['Two fits in this cell log metrics under the same names: the later values replace the earlier ones.'],
    }),
  },
  {
    source: '%%mlflow\nfit(loans)',
    output: runOutput({
      run: run('trial-19', 'KILLED', { end_time: runOutput().run.start_time + 84_000 }),
      metrics: [],
      metric_count: 0,
      previous_run_id: null,
      changed_params: [],
      models: [],
      children: 20,
    }),
  },
  {
    source: '%%mlflow\nfit(loans)',
    output: runOutput({ run: run('trial-22', 'RUNNING', { start_time: started, end_time: null }), metrics: [] }),
  },
  {
    source: '%%mlflow\nsweep()',
    output: runOutput({
      run: run(`a name that goes ${'on and '.repeat(40)}on`, 'FINISHED', { experiment_name: 'e'.repeat(400) }),
      metrics: Array.from({ length: 30 }, (_, i) => ({
        key: i === 0 ? `metric_${'with_a_long_name_'.repeat(20)}` : `metric_${i}`,
        value: 10 ** (i - 8) * 1.2345,
        step: 0,
        points: [[0, 1]],
        previous: i % 2 === 0 ? 1 : null,
      })),
      metric_count: 400,
      params: [],
      param_count: 12_480,
      changed_params: Array.from({ length: 20 }, (_, i) => ({ key: `p${i}`, before: null, after: 'x'.repeat(300) })),
    }),
  },
  { source: '%%mlflow\nfit()', output: { version: 9, run: {} } },
  { source: '%%mlflow\nfit()', output: 'not an object' },
];

const html = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
const hostile = [
  {
    source: 'fit()',
    output: runOutput({
      tracking_uri: 'javascript:alert(1)',
      run: run(`\u202e${html}`, 'FAILED', { experiment_name: html }),
      error: { type: html, message: `\u0007${html}` },
      metrics: [
        {
          key: html,
          value: 1e308,
          step: Number.MAX_SAFE_INTEGER,
          points: [
            [-9e15, -1e308],
            [9e15, 1e308],
          ],
          previous: -1e308,
        },
        { key: '__proto__', value: -1e308, step: 0, points: [], previous: 5e-324 },
      ],
      changed_params: [{ key: '__proto__', before: html, after: html }],
      models: [{ name: html, registered: { name: html, version: html, alias: html } }],
      notices: [html, '[link](command:workbench.action.quit) $(bug)'],
      children: Number.MAX_SAFE_INTEGER,
    }),
  },
  { source: 'fit()', output: JSON.parse('{"version":1,"__proto__":{"run":{}},"run":{"__proto__":{}}}') as unknown },
];

const cardsOf = (frame: Frame) => frame.locator('runlens-run-card');
const open = (editor: Editor, file: string) =>
  editor.evaluate(async (vscode, path) => {
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
  }, file);

describe('cards in a saved notebook', () => {
  let editor: Editor;
  let frame: Frame;

  beforeAll(async () => {
    editor = await startEditor({ viewport: { width: 1000, height: 1500 } });
    const path = join(editor.workspace, 'saved.ipynb');
    await writeCardNotebook(path, saved);
    await open(editor, path);
    frame = await editor.webview('runlens-run-card');
  });

  afterAll(async () => {
    await editor.dispose();
  });

  it('show what the outputs say', async () => {
    const card = frame.getByRole('article', { name: /trial-17, Finished · 19 min 42 s/u });
    await card.getByText('0.8731').waitFor();
    expect(await card.locator('td.delta').first().innerText()).toContain('▲ 0.0212');
    await frame.getByTitle('Running when this was saved').waitFor();
    await frame.getByText('Runlens is not connected to a server.', { exact: false }).waitFor();
  });

  it.each(themes)('in the %s theme', async (theme) => {
    await editor.setTheme(theme);
    await editor.screenshot(`runCard-${theme}`);
  });

  it('in a narrow editor', async () => {
    await editor.page.setViewportSize({ width: 460, height: 1500 });
    await frame.locator('.delta').first().waitFor({ state: 'hidden' });
    await editor.screenshot('runCard-narrow');
    await editor.page.setViewportSize({ width: 1000, height: 1500 });
  });

  it('are reached by the keyboard, and say in words what arrows and icons mean', async () => {
    const card = frame.getByRole('article', { name: /trial-17/u });
    await card.getByRole('button', { name: /trial-17/u }).focus();
    const names: unknown[] = [];
    for (let step = 0; step < 4; step += 1) {
      await editor.page.keyboard.press('Tab');
      names.push(await frame.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.ariaLabel));
    }
    expect(names).toEqual(['Compare…', 'What Changed', 'Reveal in Experiments', 'Open in MLflow']);
    await card.getByText('better by 0.0212').waitFor({ state: 'attached' });
    await card.getByRole('img', { name: 'Finished' }).waitFor();
  });

  it('tell more on demand, and where a form is not theirs', async () => {
    const card = frame.getByRole('article', { name: /a name that goes on/u });
    await frame
      .getByText('written by another version of runlens (format 9)', { exact: false })
      .scrollIntoViewIfNeeded();
    await frame.getByText('can’t be read', { exact: false }).waitFor();
    await card.getByRole('button', { name: '394 More Metrics' }).press('Enter');
    await card.getByRole('row').nth(30).waitFor();
    await card.getByText('370 more metrics are in MLflow.').waitFor();
    await card.getByRole('button', { name: '18 more' }).press('Enter');
    expect(await card.locator('.param').count()).toBe(20);
    await editor.screenshot('runCard-long');
  });

  it('are text, whatever an output holds', async () => {
    const path = join(editor.workspace, 'hostile.ipynb');
    await writeCardNotebook(path, hostile);
    await open(editor, path);
    const bad = await editor.webview('runlens-run-card >> text=can’t be read');
    const card = bad.getByRole('article', { name: /<img src=x/u });
    await card.locator('.error', { hasText: `${html}: ${html}` }).waitFor();
    expect(await bad.title()).not.toBe('1');
    const made = await cardsOf(bad).evaluateAll((cards) =>
      cards.map((each) => each.shadowRoot?.querySelectorAll('img,script,a,iframe').length),
    );
    expect(new Set(made)).toEqual(new Set([0]));
    expect(await card.getByRole('button', { name: 'Open in MLflow' }).count()).toBe(0);
    await bad.getByText('can’t be read', { exact: false }).waitFor();
    await editor.screenshot('runCard-hostile');
  });
});
