import type {
  ArtifactEntry,
  Experiment,
  KeyValue,
  LoggedModel,
  Metric,
  ModelVersion,
  Page,
  RegisteredModel,
  Run,
  RunStatus,
  ServerInfo,
} from '../mlflow/entities';

export type ViewType = 'ACTIVE_ONLY' | 'DELETED_ONLY' | 'ALL';

/** One page of a search. `filter` and `orderBy` are MLflow's own grammar. */
export interface SearchQuery {
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  readonly maxResults: number;
  readonly pageToken?: string;
}

export interface ExperimentQuery extends SearchQuery {
  readonly view?: ViewType;
}

export interface RunQuery extends SearchQuery {
  readonly experimentIds: readonly string[];
  readonly view?: ViewType;
}

interface RunUpdate {
  readonly runId: string;
  readonly name?: string;
  readonly status?: RunStatus;
  readonly endTime?: number;
}

/** Where an artifact lies: among a run's artifacts, or in a logged model of MLflow 3. */
export type ArtifactRoot =
  { readonly kind: 'run'; readonly runId: string } | { readonly kind: 'model'; readonly modelId: string };

/** An open download. `stream` must be read to its end or cancelled. */
export interface ArtifactContent {
  /** Bytes, where the server told. */
  readonly size?: number;
  readonly stream: ReadableStream<Uint8Array>;
}

export interface ByteRange {
  readonly start: number;
  /** Exclusive; to the end of the file when absent. */
  readonly end?: number;
}

interface StepRange {
  readonly first: number;
  readonly last: number;
}

/** What this source can do; what it lacks is hidden or explained, never emulated. */
export interface StoreCapabilities {
  readonly aliases: boolean;
  readonly stagesDeprecated: boolean;
  readonly loggedModels: boolean;
  readonly sampledHistory: boolean;
  readonly workspaces: boolean;
}

/** Reading. Every method rejects with an MlflowError, of kind `cancelled` when `signal` aborts. */
export interface TrackingReader {
  readonly server: ServerInfo;
  readonly capabilities: StoreCapabilities;

  searchExperiments(query: ExperimentQuery, signal?: AbortSignal): Promise<Page<Experiment>>;
  getExperiment(experimentId: string, signal?: AbortSignal): Promise<Experiment>;
  /** Undefined when there is none of that name. */
  findExperiment(name: string, signal?: AbortSignal): Promise<Experiment | undefined>;

  searchRuns(query: RunQuery, signal?: AbortSignal): Promise<Page<Run>>;
  getRun(runId: string, signal?: AbortSignal): Promise<Run>;
  /** The current state of known runs of the given experiments, in one request per 100; those that are gone are left out. */
  refreshRuns(
    experimentIds: readonly string[],
    runIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly Run[]>;

  /** All points of one metric, page by page, at most `maxPoints` in all. */
  metricHistory(runId: string, key: string, maxPoints: number, signal?: AbortSignal): Promise<readonly Metric[]>;
  /**
   * Points of one metric whose steps are within the bounds, both included. Past 2,500 the server takes even samples, which
   * may lose spikes. Only where `capabilities.sampledHistory` is set.
   */
  sampledHistory(runId: string, key: string, steps: StepRange, signal?: AbortSignal): Promise<readonly Metric[]>;

  listArtifacts(root: ArtifactRoot, path: string, signal?: AbortSignal): Promise<readonly ArtifactEntry[]>;
  readArtifact(root: ArtifactRoot, path: string, range?: ByteRange, signal?: AbortSignal): Promise<ArtifactContent>;

  getLoggedModel(modelId: string, signal?: AbortSignal): Promise<LoggedModel>;
  searchLoggedModels(
    experimentIds: readonly string[],
    query: SearchQuery,
    signal?: AbortSignal,
  ): Promise<Page<LoggedModel>>;

  searchRegisteredModels(query: SearchQuery, signal?: AbortSignal): Promise<Page<RegisteredModel>>;
  getRegisteredModel(name: string, signal?: AbortSignal): Promise<RegisteredModel>;
  searchModelVersions(query: SearchQuery, signal?: AbortSignal): Promise<Page<ModelVersion>>;
  getModelVersion(name: string, version: string, signal?: AbortSignal): Promise<ModelVersion>;
  getModelVersionByAlias(name: string, alias: string, signal?: AbortSignal): Promise<ModelVersion>;
}

/** Writing. Never repeated on its own where a repetition could act twice. */
interface TrackingWriter {
  createExperiment(name: string, tags: readonly KeyValue[], signal?: AbortSignal): Promise<string>;
  renameExperiment(experimentId: string, name: string, signal?: AbortSignal): Promise<void>;
  deleteExperiment(experimentId: string, signal?: AbortSignal): Promise<void>;
  restoreExperiment(experimentId: string, signal?: AbortSignal): Promise<void>;
  setExperimentTag(experimentId: string, tag: KeyValue, signal?: AbortSignal): Promise<void>;

  updateRun(update: RunUpdate, signal?: AbortSignal): Promise<void>;
  deleteRun(runId: string, signal?: AbortSignal): Promise<void>;
  restoreRun(runId: string, signal?: AbortSignal): Promise<void>;
  setRunTag(runId: string, tag: KeyValue, signal?: AbortSignal): Promise<void>;
  deleteRunTag(runId: string, key: string, signal?: AbortSignal): Promise<void>;

  createRegisteredModel(
    name: string,
    tags: readonly KeyValue[],
    description: string,
    signal?: AbortSignal,
  ): Promise<RegisteredModel>;
  renameRegisteredModel(name: string, newName: string, signal?: AbortSignal): Promise<void>;
  updateRegisteredModel(name: string, description: string, signal?: AbortSignal): Promise<void>;
  deleteRegisteredModel(name: string, signal?: AbortSignal): Promise<void>;
  setRegisteredModelTag(name: string, tag: KeyValue, signal?: AbortSignal): Promise<void>;
  deleteRegisteredModelTag(name: string, key: string, signal?: AbortSignal): Promise<void>;
  setAlias(name: string, alias: string, version: string, signal?: AbortSignal): Promise<void>;
  deleteAlias(name: string, alias: string, signal?: AbortSignal): Promise<void>;

  createModelVersion(request: NewModelVersion, signal?: AbortSignal): Promise<ModelVersion>;
  updateModelVersion(name: string, version: string, description: string, signal?: AbortSignal): Promise<void>;
  deleteModelVersion(name: string, version: string, signal?: AbortSignal): Promise<void>;
  setModelVersionTag(name: string, version: string, tag: KeyValue, signal?: AbortSignal): Promise<void>;
  deleteModelVersionTag(name: string, version: string, key: string, signal?: AbortSignal): Promise<void>;
  transitionStage(transition: StageTransition, signal?: AbortSignal): Promise<ModelVersion>;
}

interface NewModelVersion {
  readonly name: string;
  readonly source: string;
  readonly runId?: string;
  readonly modelId?: string;
  readonly description?: string;
  readonly tags?: readonly KeyValue[];
}

interface StageTransition {
  readonly name: string;
  readonly version: string;
  readonly stage: string;
  readonly archiveExistingVersions: boolean;
}

/** One source of tracking data. Views know this interface and never which implementation they have. */
export type TrackingStore = TrackingReader & TrackingWriter;
