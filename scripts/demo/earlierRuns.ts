/** Takes the live runs of earlier starts out of the way. */
import * as v from 'valibot';

const experimentReply = v.object({ experiment: v.object({ experiment_id: v.string() }) });
const runsReply = v.object({ runs: v.optional(v.array(v.object({ info: v.object({ run_id: v.string() }) })), []) });

/** Deletes the runs named `runName` of an experiment, those too that a killed demo has left RUNNING. */
export async function deleteEarlierRuns(trackingUri: string, experiment: string, runName: string): Promise<void> {
  const call = async (path: string, body?: object): Promise<unknown> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const reply = await fetch(`${trackingUri}/api/2.0/mlflow/${path}`, body && init);
    if (!reply.ok) {
      throw new Error(`MLflow answered ${reply.status} to ${path}: ${await reply.text()}`);
    }
    return reply.json();
  };
  const name = encodeURIComponent(experiment);
  const found = v.parse(experimentReply, await call(`experiments/get-by-name?experiment_name=${name}`));
  const { runs } = v.parse(
    runsReply,
    await call('runs/search', {
      experiment_ids: [found.experiment.experiment_id],
      filter: `attributes.run_name = '${runName}'`,
    }),
  );
  for (const { info } of runs) {
    await call('runs/delete', { run_id: info.run_id });
  }
}
