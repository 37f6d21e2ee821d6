import * as v from 'valibot';
import type { Experiment } from '../../entities';
import { KeyValues } from './keyValues';
import { page, single } from './page';
import { Lifecycle, OptionalCount, Text } from './values';

const ExperimentSchema = v.pipe(
  v.object({
    experiment_id: v.string(),
    name: Text,
    artifact_location: Text,
    lifecycle_stage: Lifecycle,
    creation_time: OptionalCount,
    last_update_time: OptionalCount,
    tags: KeyValues,
  }),
  v.transform((experiment): Experiment => ({
    experimentId: experiment.experiment_id,
    name: experiment.name,
    artifactLocation: experiment.artifact_location,
    lifecycleStage: experiment.lifecycle_stage,
    creationTime: experiment.creation_time,
    lastUpdateTime: experiment.last_update_time,
    tags: experiment.tags,
  })),
);

/** Reply of `experiments/search`. */
export const ExperimentPage = page('experiments', ExperimentSchema);

/** Reply of `experiments/get` and `experiments/get-by-name`. */
export const OneExperiment = single('experiment', ExperimentSchema);

/** Reply of `experiments/create`. */
export const NewExperimentId = single('experiment_id', v.string());
