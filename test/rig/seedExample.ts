/** A small project's worth of tracking data. */
import type { Seed } from './seed';

/** The ids of what was written. */
export interface ExampleData {
  readonly experiment: string;
  /** A sweep, its two trials, a run that failed and one that is running. */
  readonly runs: {
    readonly sweep: string;
    readonly trials: readonly string[];
    readonly failed: string;
    readonly running: string;
  };
  /** The registered model, with two versions: `champion` is 1 and `challenger` is 2. */
  readonly model: string;
}

/** Writes an experiment with nested runs, and a registered model, all named after `name`. */
export async function seedExample(seed: Seed, name: string): Promise<ExampleData> {
  const experiment = await seed.experiment(name, { 'mlflow.note.content': 'Iris with **two** models' });
  const sweep = await seed.run(experiment, { name: 'sweep', params: { search: 'grid' } });
  const trials = [];
  for (const [index, depth] of [3, 5].entries()) {
    trials.push(
      await seed.run(experiment, {
        name: `trial ${index}`,
        parent: sweep,
        params: { depth: String(depth), learning_rate: '0.1' },
        metrics: { accuracy: 0.9 + depth / 100, loss: curve(50, depth) },
        tags: { team: 'vision' },
        artifacts: { 'notes/readme.md': `# Trial ${index}\n`, 'model/MLmodel': 'flavors: {}\n' },
      }),
    );
  }
  const failed = await seed.run(experiment, {
    name: 'failed',
    status: 'FAILED',
    metrics: { loss: [1, Number.NaN, Number.POSITIVE_INFINITY] },
  });
  const running = await seed.run(experiment, { name: 'running', status: 'RUNNING', metrics: { loss: curve(5, 1) } });
  const model = `${name}-classifier`;
  await seed.model(model, { description: 'Classifies irises', tags: { task: 'classification' } });
  const aliases = [['champion'], ['challenger']];
  for (const [index, run] of trials.entries()) {
    await seed.version(model, { run, ...(aliases[index] ? { aliases: aliases[index] } : {}) });
  }
  return { experiment, runs: { sweep, trials, failed, running }, model };
}

/** A loss that falls, with one spike that even sampling would lose. */
function curve(steps: number, seed: number): readonly number[] {
  return Array.from({ length: steps }, (_, step) => (step === 17 ? 9 : 1 / (step + seed)));
}
