/**
 * MLflow's entities as the rest of Runlens sees them: validated, with numbers as numbers and times in milliseconds since
 * the epoch. Names follow MLflow's REST API (https://mlflow.org/docs/latest/rest-api.html) in camel case.
 */

export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

type LifecycleStage = 'active' | 'deleted';

export interface Experiment {
  readonly experimentId: string;
  readonly name: string;
  readonly artifactLocation: string;
  readonly lifecycleStage: LifecycleStage;
  readonly creationTime?: number;
  readonly lastUpdateTime?: number;
  readonly tags: readonly KeyValue[];
}

export const RUN_STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** One logged point. `value` may be NaN or ±Infinity: MLflow allows them. */
export interface Metric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

export interface DatasetInput {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema?: string;
  readonly profile?: string;
  /** `mlflow.data.context` of the input's tags, such as `training`. */
  readonly context?: string;
}

export interface Run {
  readonly runId: string;
  readonly name: string;
  readonly experimentId: string;
  readonly status: RunStatus;
  readonly lifecycleStage: LifecycleStage;
  readonly userId?: string;
  readonly startTime: number;
  readonly endTime?: number;
  readonly artifactUri: string;
  /** The last point of each metric, in the server's order. */
  readonly metrics: readonly Metric[];
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
  readonly datasets: readonly DatasetInput[];
  /** Ids of the logged models that this run produced (MLflow 3). */
  readonly modelOutputs: readonly string[];
}

export interface ArtifactEntry {
  /** Relative to the run's artifact root, with `/` between the parts. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** Bytes; absent for directories, and for stores that do not tell. */
  readonly size?: number;
}

/** A model of MLflow 3, stored beside the run's artifacts and not among them. */
export interface LoggedModel {
  readonly modelId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly artifactUri: string;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  readonly modelType?: string;
  readonly sourceRunId?: string;
  readonly status: string;
  readonly tags: readonly KeyValue[];
  readonly params: readonly KeyValue[];
  readonly metrics: readonly Metric[];
}

interface ModelAlias {
  readonly alias: string;
  readonly version: string;
}

export interface RegisteredModel {
  readonly name: string;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  readonly description: string;
  readonly tags: readonly KeyValue[];
  readonly aliases: readonly ModelAlias[];
  /** The newest version of each stage, as the server reports it; without aliases. */
  readonly latestVersions: readonly ModelVersion[];
}

export interface ModelVersion {
  readonly name: string;
  readonly version: string;
  readonly creationTime: number;
  readonly lastUpdateTime: number;
  readonly userId?: string;
  /** `None`, `Staging`, `Production` or `Archived`; `None` where stages are not used. */
  readonly stage: string;
  readonly description: string;
  readonly source: string;
  readonly runId?: string;
  readonly modelId?: string;
  /** `PENDING_REGISTRATION`, `FAILED_REGISTRATION` or `READY`. */
  readonly status: string;
  readonly statusMessage?: string;
  readonly tags: readonly KeyValue[];
  /** Empty in search results: MLflow leaves aliases out there; join them from the registered model. */
  readonly aliases: readonly string[];
}

/** What `/version` and `/api/3.0/mlflow/server-info` tell. */
export interface ServerInfo {
  /** Such as `3.17.2`. */
  readonly version: string;
  readonly workspacesEnabled: boolean;
}

/** One page of a listing; `nextPageToken` is absent on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken?: string;
}

/** The value of `key`, or undefined. Tags, parameters and metrics are short lists, so a scan is fastest. */
export function findByKey<T extends { readonly key: string }>(items: readonly T[], key: string): T | undefined {
  return items.find((item) => item.key === key);
}

/** Id of the run's parent, from the tag that `mlflow.start_run(nested=True)` sets. */
export function parentRunId(run: Run): string | undefined {
  return findByKey(run.tags, 'mlflow.parentRunId')?.value;
}
