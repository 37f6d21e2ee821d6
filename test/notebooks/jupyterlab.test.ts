import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readStore } from './store';
import { startLab, type Lab } from './support/lab';

const cells = [
  { source: '%load_ext runlens\nimport mlflow, math\nlr = 0.1' },
  {
    source: [
      '%%mlflow lab --name marked --param lr --no-autolog',
      'for step in range(30):',
      '    mlflow.log_metric("val_loss", math.exp(-lr * step), step=step)',
      'mlflow.log_text("a,b", "table.csv")',
    ].join('\n'),
  },
  {
    source: 'mlflow.log_metric("accuracy", 0.75)',
    metadata: { runlens: { log: true, options: 'lab --name toggled --no-autolog' } },
  },
  { source: '# mlflow: lab --name broken --no-autolog\nraise FloatingPointError("the loss is <b>nan</b>")' },
];

const themes = ['JupyterLab Light', 'JupyterLab Dark'] as const;

describe('a page of JupyterLab', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab(cells);
    await lab.open(themes[0]);
    await lab.runAll();
    await lab
      .output(3)
      .getByText(/^Failed/)
      .first()
      .waitFor({ timeout: 60_000 });
  });

  afterAll(async () => {
    await lab.dispose();
  });

  it('shows the card of a marked cell: its run, how it ended, its parameters and metrics', async () => {
    const text = await lab.output(1).innerText();
    for (const part of ['marked', 'lab', 'Finished', '1 parameter', 'val_loss']) {
      expect(text).toContain(part);
    }
    expect(await lab.output(1).locator('svg').count()).toBeGreaterThan(0);
    await lab.output(1).getByText('1 parameter').click();
    await lab.output(1).getByText('0.1', { exact: true }).waitFor();
  });

  it('sends the toggle in the metadata of a cell to the kernel', async () => {
    expect(await lab.output(2).innerText()).toMatch(/toggled[^]*Finished[^]*accuracy[^]*0\.75/);
  });

  it('shows what a cell raised as text, in the card and in one traceback', async () => {
    const output = lab.output(3);
    expect(await output.innerText()).toContain('the loss is <b>nan</b>');
    expect(await output.locator('b', { hasText: 'nan' }).count()).toBe(0);
    expect(await output.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count()).toBe(1);
  });

  it('has logged three runs', async () => {
    const { runs } = await readStore(inject('notebooks').mlflow, 'lab');
    const states = runs.map(({ name, status }) => `${name} ${status}`).sort();
    expect(states).toEqual(['broken FAILED', 'marked FINISHED', 'toggled FINISHED']);
  });

  it.each(themes)('keeps the cards of a saved notebook, in %s', async (theme) => {
    await lab.saveNotebook();
    await lab.open(theme);
    const card = lab.output(1);
    await card.getByText('val_loss').waitFor();
    await lab.screenshot(theme.toLowerCase().replace(' ', '-'));
    await lab.output(3).scrollIntoViewIfNeeded();
    await lab.screenshot(`${theme.toLowerCase().replace(' ', '-')}-failed`);
  });
});
