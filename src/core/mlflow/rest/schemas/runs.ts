import * as v from 'valibot';
import { type DatasetInput, findByKey, type Run, RUN_STATUSES } from '../../entities';
import { KeyValues, Metrics } from './keyValues';
import { page, single } from './page';
import { Count, Lifecycle, list, OptionalCount, OptionalText, Text } from './values';

const DatasetInputSchema = v.pipe(
  v.object({
    tags: KeyValues,
    dataset: v.object({
      name: Text,
      digest: Text,
      source_type: Text,
      source: Text,
      schema: OptionalText,
      profile: OptionalText,
    }),
  }),
  v.transform(({ dataset, tags }): DatasetInput => ({
    name: dataset.name,
    digest: dataset.digest,
    sourceType: dataset.source_type,
    source: dataset.source,
    schema: dataset.schema,
    profile: dataset.profile,
    context: findByKey(tags, 'mlflow.data.context')?.value,
  })),
);

const Info = v.object({
  run_id: v.string(),
  run_name: Text,
  experiment_id: v.string(),
  user_id: OptionalText,
  status: v.picklist(RUN_STATUSES),
  start_time: Count,
  end_time: OptionalCount,
  artifact_uri: Text,
  lifecycle_stage: Lifecycle,
});

const RunSchema = v.pipe(
  v.object({
    info: Info,
    data: v.nullish(v.object({ metrics: Metrics, params: KeyValues, tags: KeyValues }), {}),
    inputs: v.nullish(v.object({ dataset_inputs: list(DatasetInputSchema) }), {}),
    outputs: v.nullish(v.object({ model_outputs: list(v.object({ model_id: v.string() })) }), {}),
  }),
  v.transform(({ info, data, inputs, outputs }): Run => ({
    runId: info.run_id,
    name: info.run_name,
    experimentId: info.experiment_id,
    status: info.status,
    lifecycleStage: info.lifecycle_stage,
    userId: info.user_id,
    startTime: info.start_time,
    endTime: info.end_time,
    artifactUri: info.artifact_uri,
    metrics: data.metrics,
    params: data.params,
    tags: data.tags,
    datasets: inputs.dataset_inputs,
    modelOutputs: outputs.model_outputs.map((output) => output.model_id),
  })),
);

/** Reply of `runs/search`. */
export const RunPage = page('runs', RunSchema);

/** Reply of `runs/get`. */
export const OneRun = single('run', RunSchema);

/** Reply of `metrics/get-history`. */
export const MetricPage = v.pipe(
  v.object({ metrics: Metrics, next_page_token: OptionalText }),
  v.transform(({ metrics, next_page_token: nextPageToken }) => ({ items: metrics, nextPageToken })),
);
