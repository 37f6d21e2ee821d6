import * as v from 'valibot';
import type { LoggedModel } from '../../entities';
import { KeyValues, Metrics } from './keyValues';
import { page, single } from './page';
import { Count, OptionalText, Text } from './values';

const LoggedModelSchema = v.pipe(
  v.object({
    info: v.object({
      model_id: v.string(),
      experiment_id: v.string(),
      name: Text,
      artifact_uri: Text,
      creation_timestamp_ms: Count,
      last_updated_timestamp_ms: Count,
      model_type: OptionalText,
      source_run_id: OptionalText,
      status: Text,
      tags: KeyValues,
    }),
    data: v.nullish(v.object({ params: KeyValues, metrics: Metrics }), {}),
  }),
  v.transform(({ info, data }): LoggedModel => ({
    modelId: info.model_id,
    experimentId: info.experiment_id,
    name: info.name,
    artifactUri: info.artifact_uri,
    creationTime: info.creation_timestamp_ms,
    lastUpdateTime: info.last_updated_timestamp_ms,
    modelType: info.model_type,
    sourceRunId: info.source_run_id,
    status: info.status,
    tags: info.tags,
    params: data.params,
    metrics: data.metrics,
  })),
);

/** Reply of `logged-models/search`. */
export const LoggedModelPage = page('models', LoggedModelSchema);

/** Reply of `logged-models/ID`. */
export const OneLoggedModel = single('model', LoggedModelSchema);
