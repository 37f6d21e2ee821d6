import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { NEWEST_FIRST } from '../../src/core/explorer/runOrder';
import type { TreeNode } from '../../src/host/explorer/internalNodes';
import { Seed } from '../rig/seed';
import { waitFor } from '../rig/wait';
import { ExplorerRig, names, runNodes, TestMemento } from './explorerRig';

const server = process.env.RUNLENS_TEST_MLFLOW ?? '';
const START = Date.UTC(2026, 10, 1);

describe('the Experiments view', function () {
  this.timeout(120_000);
  const seed = new Seed(server);
  const stamp = Date.now();
  let rig: ExplorerRig;
  let nested = '';
  let fox = '';

  before(async () => {
    nested = await seed.experiment(`explorer ${stamp}`);
    const run = (name: string, minute: number, score: number, lr: string, parent?: string): Promise<string> =>
      seed.run(nested, {
        name,
        start: START + minute * 60_000,
        end: START + minute * 60_000 + 1000,
        metrics: { score },
        params: { lr },
        ...(parent === undefined ? {} : { parent }),
      });
    const sweep = await run('sweep', 1, 0.1, '10');
    const trial = await run('trial', 2, 0.9, '2', sweep);
    await run('fold', 3, 0.5, '0.5', trial);
    await run('owl', 0, 0.7, '1e-3');
    fox = await seed.run(nested, {
      name: 'fox',
      start: START + 4 * 60_000,
      metrics: { score: [0.2, 0.8, 0.6], 'system/cpu': 3 },
      params: { lr: '9', solver: 'lbfgs' },
      tags: { team: 'risk', 'mlflow.note.content': 'Why *this*', 'mlflow.source.name': 'train.py' },
      artifacts: { 'config.json': '{}', 'plots/roc.csv': 'a,b\n' },
    });
    await seed.loggedModel(nested, fox, 'classifier');
  });

  beforeEach(async () => {
    rig = await new ExplorerRig(server).connect();
  });

  afterEach(() => {
    rig.dispose();
  });

  const sortBy = async (by: 'metric' | 'param' | 'attribute', key: string, ascending: boolean): Promise<void> => {
    await rig.data.connection?.choices.setRunList(nested, { sort: { by, key, ascending } });
    rig.data.connection?.restartRuns(nested);
  };
  const filterBy = async (filter: string): Promise<void> => {
    await rig.data.connection?.choices.setRunList(nested, { filter });
    rig.data.connection?.restartRuns(nested);
  };
  const foxNode = async () => {
    const node = (await rig.runs(nested)).find(({ run }) => run.runId === fox);
    assert.ok(node);
    return node;
  };

  it('shows the first runs after one request', async () => {
    const experiment = await rig.experiment(nested);
    rig.requests.length = 0;
    assert.equal(runNodes(await rig.children(experiment)).length, 3);
    assert.deepEqual(
      rig.requests.map((request) => request.split(' ')[0]),
      ['/api/2.0/mlflow/runs/search'],
    );
  });

  it('nests runs at three depths whatever the sort', async () => {
    const family = ['sweep', [['trial', ['fold']]]];
    for (const [by, key, ascending, order] of [
      ['attribute', 'start_time', false, ['fox', family, 'owl']],
      ['metric', 'score', true, [family, 'fox', 'owl']],
      ['metric', 'score', false, ['owl', 'fox', family]],
      ['attribute', 'run_name', true, ['fox', 'owl', family]],
    ] as const) {
      await sortBy(by, key, ascending);
      assert.deepEqual(await rig.outline(await rig.runs(nested)), order, `by ${key}`);
    }
  });

  it('sorts parameters as numbers, and says so', async () => {
    await sortBy('param', 'lr', true);
    assert.deepEqual(names(await rig.runs(nested)), ['owl', 'fox', 'sweep']);
    assert.match(rig.text(await rig.experiment(nested)), /by lr ↑ as numbers$/u);
    await sortBy('param', 'lr', false);
    assert.deepEqual(names(await rig.runs(nested)), ['sweep', 'fox', 'owl']);
  });

  it('shows only what matches a filter, under its parents', async () => {
    await filterBy('metrics.score > 0.4 AND metrics.score < 0.6');
    assert.deepEqual(await rig.outline(await rig.runs(nested)), [['sweep', [['trial', ['fold']]]]]);
    assert.match(rig.text(await rig.experiment(nested)), /\| 1 run, metrics\.score > 0\.4/u);
  });

  it('tells how near the data comes to a filter that nothing matches', async () => {
    await filterBy('metrics.score > 0.95');
    const rows = await rig.children(await rig.experiment(nested));
    assert.deepEqual(
      rows.map((row) => rig.text(row)),
      [
        'No run matches the filter.',
        'The highest score is 0.9000.',
        'Edit Filter…',
        'Clear the filter to see all runs',
      ],
    );
  });

  it('shows what failed in the branch, and tries it again', async () => {
    await filterBy('metrics.score >');
    const experiment = await rig.experiment(nested);
    const [problem] = await rig.children(experiment);
    assert.equal(problem?.kind, 'problem');
    assert.match(rig.text(problem), /^Couldn’t load the runs\. \| \S/u);
    await rig.data.connection?.choices.setRunList(nested, { filter: '' });
    rig.data.connection?.restartRuns(nested);
    problem.retry();
    assert.equal(runNodes(await rig.children(experiment)).length, 3);
  });

  it('describes runs by the chosen metrics, else the commonest', async () => {
    await rig.runs(nested);
    assert.equal(rig.text(await foxNode()), 'fox | 0.6000');
    const [, sweep] = await rig.runs(nested);
    assert.ok(sweep);
    assert.equal(rig.text(sweep), 'sweep | 1 child, best 0.9000');
    await rig.settings.chooseMetrics(`explorer ${stamp}`, ['system/cpu', 'score']);
    await waitFor(async () => rig.text(await foxNode()) === 'fox | system/cpu 3, score 0.6000', {
      what: 'the chosen metrics',
      timeoutMs: 10_000,
    });
    await rig.settings.chooseMetrics(`explorer ${stamp}`, []);
  });

  it('shows what is in a run', async () => {
    const node = await foxNode();
    const sections = (await rig.children(node)).map((child) => rig.text(child));
    assert.deepEqual(sections, [
      'Metrics | 1',
      'Parameters | 2',
      'Tags | 1',
      'Note | Why *this*',
      'System metrics | 1',
      'Source | train.py',
      'Models | 1',
      'Artifacts',
    ]);
    const rows = async (section: string): Promise<string[]> =>
      (await rig.section(node, section)).map((row) => rig.text(row));
    assert.deepEqual(await rows('metrics'), ['score | 0.6000, step 2']);
    assert.deepEqual(await rows('parameters'), ['lr | 9', 'solver | lbfgs']);
    assert.deepEqual(await rows('tags'), ['team | risk']);
    assert.deepEqual(await rows('systemMetrics'), ['system/cpu | 3']);
    assert.deepEqual(await rows('source'), ['File | train.py', 'User | rig']);
    assert.deepEqual(await rows('models'), ['classifier']);
    assert.deepEqual(await rows('artifacts'), ['plots', 'config.json | 2 B']);
  });

  it('shows the extremes of a metric, folders and models on demand', async () => {
    const node = await foxNode();
    const [metric] = await rig.section(node, 'metrics');
    const extremes = (await rig.children(metric)).map((row) => rig.text(row));
    assert.deepEqual(extremes, [
      'Best | 0.8000 at step 1',
      'Minimum | 0.2000 at step 0',
      'Maximum | 0.8000 at step 1',
      'First | 0.2000 at step 0',
      'Last | 0.6000 at step 2',
      'Points | 3',
    ]);
    const [plots] = await rig.section(node, 'artifacts');
    assert.deepEqual(
      (await rig.children(plots)).map((row) => rig.text(row)),
      ['roc.csv | 4 B'],
    );
    const [model] = await rig.section(node, 'models');
    assert.deepEqual(
      (await rig.children(model)).map((row) => rig.text(row).split(' | ')[0]),
      ['MLmodel'],
    );
  });

  it('gives every row an id of its own, and a label that says the state in words', async () => {
    const ids = new Set<string>();
    let rows = 0;
    const visit = async (node: TreeNode): Promise<void> => {
      const item = rig.tree.getTreeItem(node);
      rows += 1;
      ids.add(item.id ?? '');
      const label = item.accessibilityInformation?.label ?? '';
      assert.ok(label.length > 0, `${rig.text(node)} has no label`);
      assert.ok(node.kind !== 'run' || label.includes(', run, finished'), label);
      for (const child of await rig.children(node)) {
        await visit(child);
      }
    };
    await visit(await rig.experiment(nested));
    assert.equal(ids.size, rows);
    assert.ok(rows > 40, `only ${rows} rows`);
  });

  it('makes tooltips of text, when they are asked for', async () => {
    const node = await foxNode();
    const item = rig.tree.getTreeItem(node);
    assert.equal(item.tooltip, undefined);
    const { tooltip } = rig.tree.resolveTreeItem(item, node);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /\*\*fox\*\* finished[\s\S]*2026\\-11\\-01[\s\S]*score[\s\S]*solver/u);
    assert.notEqual(tooltip.isTrusted, true);
  });

  it('keeps pins and hidden experiments', async () => {
    const memory = { everywhere: new TestMemento(), workspace: new TestMemento() };
    const first = await new ExplorerRig(server, memory).connect();
    const other = await seed.experiment(`explorer other ${stamp}`);
    await first.data.connection?.choices.setPinnedExperiment(nested, true);
    await first.data.connection?.choices.setHidden(other, true);
    const [owl] = (await first.runs(nested)).filter(({ run }) => run.name === 'owl');
    assert.ok(owl);
    await first.data.connection?.choices.setPinnedRun(nested, owl.run.runId, true);
    await first.data.connection?.choices.setRunList(nested, { sort: NEWEST_FIRST, filter: 'metrics.score > 0' });
    first.dispose();
    const second = await new ExplorerRig(server, memory).connect();
    const [top] = await second.children();
    assert.ok(top?.kind === 'experiment');
    assert.equal(top.experiment.experimentId, nested);
    assert.match(second.tree.getTreeItem(top).contextValue ?? '', /^experiment\.filtered\.pinned$/u);
    await assert.rejects(second.experiment(other), /There is no experiment/u);
    assert.equal((await second.runs(nested))[0]?.run.name, 'owl');
    second.data.setOptions({ showHidden: true });
    assert.match(second.text(await second.experiment(other)), /hidden/u);
    second.dispose();
  });

  it('finds experiments by a part of their name', async () => {
    rig.data.setOptions({ search: `PLORER ${stamp}` });
    assert.deepEqual(
      (await rig.children()).map((row) => rig.text(row)),
      [`explorer ${stamp}`],
    );
    rig.data.setOptions({ search: "no'such%" });
    assert.equal((await rig.children()).map((row) => rig.text(row))[0], "No experiment’s name contains “no'such%”.");
    rig.data.setOptions({ search: '' });
  });

  it('shows deleted runs on request', async () => {
    const gone = await seed.run(nested, { name: 'gone', start: START });
    await seed.post('runs/delete', { run_id: gone });
    assert.ok(!names(await rig.runs(nested)).includes('gone'));
    rig.data.setOptions({ showDeleted: true });
    const node = (await rig.runs(nested)).find(({ run }) => run.name === 'gone');
    assert.ok(node);
    assert.equal(rig.text(node), 'gone | deleted');
    assert.equal(rig.tree.getTreeItem(node).contextValue, 'run.deleted');
  });

  it('shows that a deleted experiment took its runs along', async () => {
    const doomed = await seed.experiment(`doomed ${stamp}`);
    await seed.run(doomed, { name: 'passenger', start: START });
    rig.data.setOptions({ showDeleted: true });
    const passenger = async (): Promise<string> => {
      const [node] = await rig.runs(doomed);
      assert.ok(node);
      return rig.text(node);
    };
    assert.equal(await passenger(), 'passenger');
    await seed.post('experiments/delete', { experiment_id: doomed });
    rig.events.fire({ kind: 'experiments', experimentId: doomed });
    assert.equal(await passenger(), 'passenger | deleted');
  });

  it('keeps what it has while the server does not answer, without colours and without asking', async () => {
    const before = await rig.outline(await rig.runs(nested));
    const node = await foxNode();
    await rig.section(node, 'artifacts');
    const colour = (): unknown => (rig.tree.getTreeItem(node).iconPath as vscode.ThemeIcon).color;
    assert.ok(colour() instanceof vscode.ThemeColor);
    rig.requests.length = 0;
    rig.becomeStale();
    assert.deepEqual(await rig.outline(await rig.runs(nested)), before);
    assert.deepEqual(
      (await rig.section(node, 'artifacts')).map((row) => rig.text(row)),
      ['plots', 'config.json | 2 B'],
    );
    assert.equal(colour(), undefined);
    assert.deepEqual(rig.requests, []);
  });

  it('fetches anew when the server answers again', async () => {
    await rig.runs(nested);
    rig.becomeStale();
    const late = await seed.run(nested, { name: 'late', start: START });
    assert.ok(!names(await rig.runs(nested)).includes('late'));
    await rig.connect();
    assert.ok(names(await rig.runs(nested)).includes('late'));
    await seed.post('runs/delete', { run_id: late });
  });

  it('follows what other parts change', async () => {
    const id = await seed.run(nested, { name: 'before', start: START });
    const node = (await rig.runs(nested)).find(({ run }) => run.runId === id);
    assert.ok(node);
    await seed.post('runs/update', { run_id: id, run_name: 'after' });
    rig.events.fire({ kind: 'runs', experimentId: nested, runIds: [id] });
    await waitFor(() => node.run.name === 'after', { what: 'the new name', timeoutMs: 10_000 });
    await seed.post('runs/delete', { run_id: id });
    rig.events.fire({ kind: 'runs', experimentId: nested, runIds: [id] });
    await waitFor(async () => !names(await rig.runs(nested)).includes('after'), {
      what: 'the run to go',
      timeoutMs: 10_000,
    });
  });
});
