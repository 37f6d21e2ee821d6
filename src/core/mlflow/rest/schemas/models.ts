import * as v from 'valibot';
import type { ModelVersion, RegisteredModel } from '../../entities';
import { KeyValues } from './keyValues';
import { page, single } from './page';
import { Count, list, NumberText, OptionalText, Text } from './values';

const ModelVersionSchema = v.pipe(
  v.object({
    name: v.string(),
    version: NumberText,
    creation_timestamp: Count,
    last_updated_timestamp: Count,
    user_id: OptionalText,
    current_stage: v.nullish(v.string(), 'None'),
    description: Text,
    source: Text,
    run_id: OptionalText,
    model_id: OptionalText,
    status: Text,
    status_message: OptionalText,
    tags: KeyValues,
    aliases: list(v.string()),
  }),
  v.transform((version): ModelVersion => ({
    name: version.name,
    version: version.version,
    creationTime: version.creation_timestamp,
    lastUpdateTime: version.last_updated_timestamp,
    userId: version.user_id,
    stage: version.current_stage,
    description: version.description,
    source: version.source,
    runId: version.run_id,
    modelId: version.model_id ?? modelIdOf(version.source),
    status: version.status,
    statusMessage: version.status_message,
    tags: version.tags,
    aliases: version.aliases,
  })),
);

// Servers leave `model_id` out of their replies, but a version made of a logged model has it in its source.
function modelIdOf(source: string): string | undefined {
  return /^models:\/(m-[0-9a-f]+)$/u.exec(source)?.[1];
}

const RegisteredModelSchema = v.pipe(
  v.object({
    name: v.string(),
    creation_timestamp: Count,
    last_updated_timestamp: Count,
    description: Text,
    tags: KeyValues,
    aliases: list(v.object({ alias: v.string(), version: NumberText })),
    latest_versions: list(ModelVersionSchema),
  }),
  v.transform((model): RegisteredModel => ({
    name: model.name,
    creationTime: model.creation_timestamp,
    lastUpdateTime: model.last_updated_timestamp,
    description: model.description,
    tags: model.tags,
    aliases: model.aliases,
    latestVersions: model.latest_versions,
  })),
);

/** Reply of `registered-models/search`. */
export const RegisteredModelPage = page('registered_models', RegisteredModelSchema);

/** Reply of `registered-models/get` and `registered-models/create`. */
export const OneRegisteredModel = single('registered_model', RegisteredModelSchema);

/** Reply of `model-versions/search`. */
export const ModelVersionPage = page('model_versions', ModelVersionSchema);

/** Reply of `model-versions/get`, `model-versions/create`, `model-versions/transition-stage` and of an alias. */
export const OneModelVersion = single('model_version', ModelVersionSchema);
