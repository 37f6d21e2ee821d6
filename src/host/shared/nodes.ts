import type {
  ArtifactEntry,
  DatasetInput,
  Experiment,
  KeyValue,
  LoggedModel,
  Metric,
  ModelVersion,
  RegisteredModel,
  Run,
} from '../../core/mlflow/entities';
import type { ArtifactRoot } from '../../core/store/trackingStore';

export type RunSection =
  'metrics' | 'systemMetrics' | 'parameters' | 'tags' | 'note' | 'source' | 'artifacts' | 'models' | 'datasets';

export interface ExperimentNode {
  readonly kind: 'experiment';
  readonly experiment: Experiment;
}

export interface RunNode {
  readonly kind: 'run';
  readonly run: Run;
}

export interface SectionNode {
  readonly kind: 'section';
  readonly section: RunSection;
  readonly run: Run;
}

export interface MetricNode {
  readonly kind: 'metric';
  readonly run: Run;
  readonly metric: Metric;
}

export interface ParameterNode {
  readonly kind: 'parameter';
  readonly run: Run;
  readonly parameter: KeyValue;
}

export interface TagNode {
  readonly kind: 'tag';
  readonly run: Run;
  readonly tag: KeyValue;
}

export interface DatasetNode {
  readonly kind: 'dataset';
  readonly run: Run;
  readonly dataset: DatasetInput;
}

/** A file or folder of a run, or of one of its logged models. `runName` names it in titles and downloads. */
export interface ArtifactNode {
  readonly kind: 'artifact';
  readonly root: ArtifactRoot;
  readonly runName: string;
  readonly entry: ArtifactEntry;
}

export interface LoggedModelNode {
  readonly kind: 'loggedModel';
  readonly run: Run;
  readonly model: LoggedModel;
}

export interface RegisteredModelNode {
  readonly kind: 'registeredModel';
  readonly model: RegisteredModel;
}

/** `version.aliases` is joined from the registered model. */
export interface ModelVersionNode {
  readonly kind: 'modelVersion';
  readonly model: RegisteredModel;
  readonly version: ModelVersion;
}

/** What a context command may be called with: the elements of the three trees that stand for an MLflow entity. */
export type EntityNode =
  | ExperimentNode
  | RunNode
  | SectionNode
  | MetricNode
  | ParameterNode
  | TagNode
  | DatasetNode
  | ArtifactNode
  | LoggedModelNode
  | RegisteredModelNode
  | ModelVersionNode;
