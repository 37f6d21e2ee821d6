import type { ModelEntry } from '../../../core/registry/modelList';
import type { KeyValue, ModelVersion, Run } from '../../../core/mlflow/entities';
import type { ModelVersionNode, RegisteredModelNode } from '../../shared/nodes';
import type { DetailNode, MessageNode, ProblemNode } from '../internalNodes';

/** What may have a description and tags of its own in the registry. */
export type RegistryOwner = RegisteredModelNode | ModelVersionNode;

/** Asks for the next page of versions: of models where there is no parent. */
export interface LoadMoreModelsNode {
  readonly kind: 'loadMoreModels';
  readonly parent: ModelEntry | undefined;
  readonly loaded: number;
}

export interface ModelAliasNode {
  readonly kind: 'modelAlias';
  readonly version: ModelVersion;
  readonly alias: string;
}

export interface RegistryDescriptionNode {
  readonly kind: 'registryDescription';
  readonly owner: RegistryOwner;
}

export interface RegistryTagsNode {
  readonly kind: 'registryTags';
  readonly owner: RegistryOwner;
}

export interface RegistryTagNode {
  readonly kind: 'registryTag';
  readonly owner: RegistryOwner;
  readonly tag: KeyValue;
}

/** The run that a version came from; only its id where it could not be read. */
export interface SourceRunNode {
  readonly kind: 'sourceRun';
  readonly version: ModelVersion;
  readonly runId: string;
  readonly run: Run | undefined;
  /** Whether the server has no such run any more. */
  readonly gone: boolean;
}

/** The elements of the Models view. */
export type ModelTreeNode =
  | RegisteredModelNode
  | ModelVersionNode
  | LoadMoreModelsNode
  | ModelAliasNode
  | RegistryDescriptionNode
  | RegistryTagsNode
  | RegistryTagNode
  | SourceRunNode
  | ProblemNode
  | MessageNode
  | DetailNode;

/** What tells the owner from all others in the view. */
export function ownerKey(owner: RegistryOwner): readonly string[] {
  return owner.kind === 'registeredModel' ? [owner.model.name] : [owner.version.name, owner.version.version];
}

export function ownerTags(owner: RegistryOwner): readonly KeyValue[] {
  return (owner.kind === 'registeredModel' ? owner.model : owner.version).tags;
}

export function ownerDescription(owner: RegistryOwner): string {
  return (owner.kind === 'registeredModel' ? owner.model : owner.version).description;
}
