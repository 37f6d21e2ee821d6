import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { SYSTEM_CLOCK } from '../../src/core/explorer/poller';
import { ActiveRunsTree } from '../../src/host/explorer/activeRuns/activeRunsTree';
import { Appearance } from '../../src/host/explorer/appearance';
import { LiveRuns } from '../../src/host/explorer/liveRuns';
import { Seed } from '../rig/seed';
import { waitFor } from '../rig/wait';
import { ExplorerRig, names, runNodes } from './explorerRig';

const server = process.env.RUNLENS_TEST_MLFLOW ?? '';
const INTERVAL_S = 1;
const TWO_INTERVALS = 2 * INTERVAL_S * 1000;
// What two requests take on a machine that other tests keep busy.
const SLACK = 4000;

/** A view that a test shows and hides. */
class TestView {
  private readonly emitter = new vscode.EventEmitter<vscode.TreeViewVisibilityChangeEvent>();
  readonly onDidChangeVisibility = this.emitter.event;
  visible = false;

  show(visible: boolean): void {
    this.visible = visible;
    this.emitter.fire({ visible });
  }
}

describe('the Active Runs view', function () {
  this.timeout(120_000);
  const seed = new Seed(server);
  const stamp = Date.now();
  let experiment = '';
  let rig: ExplorerRig;
  let live: LiveRuns;
  let active: ActiveRunsTree;
  let view: TestView;

  const interval = (seconds: number | undefined): Thenable<void> =>
    vscode.workspace
      .getConfiguration('runlens')
      .update('activeRuns.refreshInterval', seconds, vscode.ConfigurationTarget.Global);
  const activeNames = async (): Promise<string[]> => names(runNodes(await active.getChildren()));
  const soon = (what: string, probe: () => Promise<boolean> | boolean): Promise<true> =>
    waitFor(async () => (await probe()) && true, { what, timeoutMs: TWO_INTERVALS + SLACK });

  before(async () => {
    experiment = await seed.experiment(`active ${stamp}`);
    await seed.run(experiment, { name: 'done', metrics: { val_auc: 1 } });
    await interval(INTERVAL_S);
  });

  after(() => interval(undefined));

  beforeEach(async () => {
    rig = await new ExplorerRig(server).connect();
    live = rig.parts.add(new LiveRuns(rig.data, rig.settings, rig.log));
    active = rig.parts.add(
      new ActiveRunsTree(live, rig.data, rig.settings, rig.parts.add(new Appearance(rig.session))),
    );
    view = new TestView();
    live.serve(view);
  });

  afterEach(() => {
    rig.dispose();
  });

  const startRun = (name: string, metrics: Readonly<Record<string, number>> = {}): Promise<string> =>
    seed.run(experiment, { name, status: 'RUNNING', metrics, params: { epochs: '60' } });

  it('shows a run as it runs, and lets go of it when it ends', async () => {
    view.show(true);
    const id = await startRun('trial-21');
    await soon('the run to appear', async () => (await activeNames()).includes('trial-21'));
    const node = runNodes(await active.getChildren()).find(({ run }) => run.runId === id);
    assert.ok(node);
    await seed.log(id, { val_auc: [0.1, 0.5, 0.8712] });
    const row = (): vscode.TreeItem => active.getTreeItem(node as never);
    await soon('the metric', () => /^2 of 60, \d+ s, val_auc 0\.8712$/u.test(String(row().description)));
    assert.match(
      row().accessibilityInformation?.label ?? '',
      new RegExp(`^trial-21, run of active ${stamp}, running, 2 of 60`, 'u'),
    );
    await seed.post('runs/update', { run_id: id, status: 'FINISHED', end_time: Date.now() });
    await soon('the run to leave', async () => !(await activeNames()).includes('trial-21'));
  });

  it('keeps the runs in the Experiments view up to date within two intervals', async () => {
    const id = await startRun('trial-22', { val_auc: 0.25 });
    const nodes = await rig.runs(experiment);
    const node = nodes.find(({ run }) => run.runId === id);
    assert.ok(node);
    const redrawn: unknown[] = [];
    rig.parts.add(rig.tree.onDidChangeTreeData((changed) => redrawn.push(changed)));
    view.show(true);
    await seed.log(id, { val_auc: [0.25, 0.75] });
    await soon('the new value', () => rig.text(node) === 'trial-22 | 0.7500, step 1 of 60');
    await seed.post('runs/update', { run_id: id, status: 'FAILED', end_time: Date.now() });
    await soon('the end', () => rig.text(node) === 'trial-22 | failed at step 1');
    assert.match(rig.tree.getTreeItem(node).accessibilityInformation?.label ?? '', /^trial-22, run, failed/u);
    assert.ok(redrawn.flat().includes(node), 'the row was not drawn anew');
  });

  it('shows a run that starts under an experiment that is open', async () => {
    await rig.runs(experiment);
    view.show(true);
    const id = await startRun('trial-23');
    await soon('the run in the tree', async () => names(await rig.runs(experiment)).includes('trial-23'));
    await seed.post('runs/update', { run_id: id, status: 'KILLED', end_time: Date.now() });
    await soon('its end', async () => {
      const node = (await rig.runs(experiment)).find(({ run }) => run.runId === id);
      return node !== undefined && rig.text(node) === 'trial-23 | killed';
    });
  });

  it('goes on after the list of experiments was read again', async () => {
    let ahead = 0;
    const clock = { ...SYSTEM_CLOCK, now: () => Date.now() + ahead };
    const later = rig.parts.add(new LiveRuns(rig.data, rig.settings, rig.log, clock));
    const laterView = new TestView();
    later.serve(laterView);
    const row = await rig.experiment(experiment);
    await rig.children(row);
    const redrawn: unknown[] = [];
    rig.parts.add(rig.tree.onDidChangeTreeData((changed) => redrawn.push(changed)));
    laterView.show(true);
    await soon('the first look', () => later.running !== undefined);
    const lists = (): number => rig.requests.filter((request) => request.includes('experiments/search')).length;
    const before = lists();
    ahead = 61_000;
    await soon('the list to be read again', () => lists() > before);
    const id = await startRun('trial-61');
    // VS Code ignores a refresh of an element that it was not given: it must be the row that is on the screen.
    await soon('the run under the row that is drawn', async () =>
      names(runNodes(await rig.children(row))).includes('trial-61'),
    );
    assert.ok(redrawn.flat().includes(row), 'the row was not drawn anew');
    assert.equal(await rig.experiment(experiment), row);
    await seed.post('runs/update', { run_id: id, status: 'FINISHED', end_time: Date.now() });
  });

  it('asks once an interval for all runs, and never while no view is visible', async () => {
    await rig.runs(experiment);
    const ids = await Promise.all(['trial-24', 'trial-25'].map((name) => startRun(name)));
    rig.requests.length = 0;
    let looks = 0;
    rig.parts.add(live.onDidChange(() => (looks += 1)));
    view.show(true);
    await waitFor(() => looks >= 3, { what: 'three looks', timeoutMs: 15_000 });
    view.show(false);
    const running = rig.requests.filter((request) => request.includes('RUNNING'));
    assert.equal(running.length, rig.requests.filter((request) => request.includes('runs/')).length);
    assert.ok(running.length <= looks + 1, `${running.length} requests in ${looks} looks`);
    rig.requests.length = 0;
    const quiet = Date.now() + 3 * INTERVAL_S * 1000;
    await waitFor(() => Date.now() > quiet, { what: 'three intervals', timeoutMs: 15_000 });
    assert.deepEqual(rig.requests, []);
    for (const id of ids) {
      await seed.post('runs/update', { run_id: id, status: 'FINISHED', end_time: Date.now() });
    }
  });

  it('stops asking while the server does not answer', async () => {
    view.show(true);
    await waitFor(() => live.running !== undefined, { what: 'the first look', timeoutMs: 15_000 });
    rig.becomeStale();
    rig.requests.length = 0;
    const quiet = Date.now() + 3 * INTERVAL_S * 1000;
    await waitFor(() => Date.now() > quiet, { what: 'three intervals', timeoutMs: 15_000 });
    assert.deepEqual(rig.requests, []);
  });

  it('warns of a run of which nothing was heard for long', async () => {
    const id = await seed.run(experiment, { name: 'nightly', status: 'RUNNING', start: Date.now() - 22.5 * 60_000 });
    view.show(true);
    await soon('the run to appear', async () => (await activeNames()).includes('nightly'));
    const node = runNodes(await active.getChildren()).find(({ run }) => run.runId === id);
    const item = active.getTreeItem(node as never);
    assert.equal(item.description, 'no news for 22 min');
    assert.equal((item.iconPath as vscode.ThemeIcon).id, 'warning');
    await seed.post('runs/update', { run_id: id, status: 'KILLED', end_time: Date.now() });
  });
});
