import assert from 'node:assert/strict';
import corpus from '../unit/filter/corpus.json';

const server = process.env.RUNLENS_TEST_MLFLOW ?? '';

describe('MLflow’s filter grammar', function () {
  this.timeout(180_000);

  it('is what the corpus of the filter’s tests says', async () => {
    const differing: unknown[] = [];
    for (const { filter, mlflow } of corpus) {
      const response = await fetch(`${server}/api/2.0/mlflow/runs/search`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ experiment_ids: ['0'], filter, max_results: 1 }),
      });
      const answer = await response.text();
      if (response.ok !== mlflow) {
        differing.push({ filter, expected: mlflow, status: response.status, answer });
      }
    }
    assert.deepEqual(differing, []);
  });
});
