import assert from 'node:assert/strict';
import { Seed } from '../rig/seed';
import { ExplorerRig, runNodes } from './explorerRig';

const START = Date.UTC(2026, 10, 1);

for (const [version, uri] of [
  ['3.17', process.env.RUNLENS_TEST_MLFLOW],
  ['2.9', process.env.RUNLENS_TEST_MLFLOW_OLD],
] as const) {
  describe(`many runs on MLflow ${version}`, function () {
    this.timeout(180_000);
    const seed = new Seed(uri ?? '');
    let rig: ExplorerRig;
    let experimentId = '';

    before(async () => {
      experimentId = await seed.experiment(`many ${String(Date.now())}`);
      const parent = await createRun('first', START);
      const rest = Array.from({ length: 130 }, (_, index) => index);
      for (let from = 0; from < rest.length; from += 5) {
        // A few at a time: MLflow's pool of database connections is small.
        await Promise.all(
          rest
            .slice(from, from + 5)
            .map((index) => createRun(`r${String(index)}`, START + 1000 + index, index < 115 ? parent : undefined)),
        );
      }
      rig = await new ExplorerRig(uri ?? '').connect();
    });

    after(() => {
      rig.dispose();
    });

    async function createRun(name: string, start: number, parent?: string): Promise<string> {
      const created = await seed.post('runs/create', {
        experiment_id: experimentId,
        run_name: name,
        start_time: start,
        tags: parent === undefined ? [] : [{ key: 'mlflow.parentRunId', value: parent }],
      });
      const { info } = created.run as { info: { run_id: string } };
      await seed.post('runs/update', { run_id: info.run_id, status: 'FINISHED', end_time: start + 1 });
      return info.run_id;
    }

    it('come page by page, each once, with the parents of those that are there', async () => {
      const experiment = await rig.experiment(experimentId);
      const rows = await rig.children(experiment);
      assert.match(rig.text(experiment), /\| 100\+ runs/u);
      assert.equal(runNodes(rows).length, 16);
      const first = runNodes(rows).find(({ run }) => run.name === 'first');
      assert.ok(first);
      const children = await rig.children(first);
      assert.equal(runNodes(children).length, 100);
      assert.equal(rig.text(first), 'first | 100+ children');
      const moreChildren = children.find((node) => node.kind === 'loadMore');
      assert.ok(moreChildren);
      await rig.tree.loadMore(moreChildren);
      assert.equal(runNodes(await rig.children(first)).length, 115);
      assert.equal(rig.text(first), 'first | 115 children');
      const more = rows.at(-1);
      assert.ok(more?.kind === 'loadMore');
      await rig.tree.loadMore(more);
      assert.match(rig.text(experiment), /\| 131 runs/u);
      assert.equal((await rig.children(experiment)).length, 16);
    });

    it('stay in sight while they are fetched anew', async () => {
      const [before] = await rig.runs(experimentId);
      rig.data.refresh();
      const experiment = await rig.experiment(experimentId);
      assert.equal((await rig.children(experiment)).length, 16);
      assert.match(rig.text(experiment), /\| 131 runs/u);
      assert.equal((await rig.runs(experimentId))[0]?.run.runId, before?.run.runId);
    });
  });
}
