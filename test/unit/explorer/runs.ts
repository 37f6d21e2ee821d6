import type { KeyValue, Metric, Run } from '../../../src/core/mlflow/entities';

interface Sample extends Partial<Omit<Run, 'metrics' | 'params' | 'tags'>> {
  readonly parent?: string;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** The step and time of every metric. */
  readonly step?: number;
  readonly at?: number;
}

/** A finished run of experiment `1`, with what a test asks for. */
export function sampleRun(runId: string, sample: Sample = {}): Run {
  const { parent, metrics = {}, params = {}, tags = {}, step = 0, at = 0, ...rest } = sample;
  const parentTag: Readonly<Record<string, string>> = parent === undefined ? {} : { 'mlflow.parentRunId': parent };
  return {
    runId,
    name: runId,
    experimentId: '1',
    status: 'FINISHED',
    lifecycleStage: 'active',
    startTime: 0,
    artifactUri: '',
    datasets: [],
    modelOutputs: [],
    metrics: Object.entries(metrics).map(([key, value]): Metric => ({ key, value, timestamp: at, step })),
    params: keyValues(params),
    tags: keyValues({ ...tags, ...parentTag }),
    ...rest,
  };
}

function keyValues(record: Readonly<Record<string, string>>): KeyValue[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}
