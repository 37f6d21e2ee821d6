import { runName } from '../../../core/explorer/runLabels';
import type { KeyValue, Run } from '../../../core/mlflow/entities';
import type { TrackingStore } from '../../../core/store/trackingStore';
import type { StoreChange } from '../../shared/session';
import { ownerTags, type RegistryOwner } from '../models/modelNodes';
import type { CommandNode } from './commandNodes';

/** Something that has tags which a person may change. */
export interface TagOwner {
  /** Equal for the same thing. */
  readonly id: string;
  readonly name: string;
  readonly tags: readonly KeyValue[];
  readonly set: (store: TrackingStore, tag: KeyValue, signal: AbortSignal) => Promise<void>;
  readonly remove: (store: TrackingStore, key: string, signal: AbortSignal) => Promise<void>;
  readonly change: StoreChange;
}

/** What the element's tags belong to: itself, or what it stands below. */
export function tagOwnerOf(node: CommandNode): TagOwner | undefined {
  switch (node.kind) {
    case 'run':
    case 'section':
    case 'tag':
      return runOwner(node.run);
    case 'registeredModel':
    case 'modelVersion':
      return registryOwner(node);
    case 'registryTag':
    case 'registryTags':
      return registryOwner(node.owner);
    default:
      return undefined;
  }
}

function runOwner(run: Run): TagOwner {
  const { runId, experimentId } = run;
  return {
    id: runId,
    name: runName(run),
    tags: run.tags,
    set: (store, tag, signal) => store.setRunTag(runId, tag, signal),
    remove: (store, key, signal) => store.deleteRunTag(runId, key, signal),
    change: { kind: 'runs', experimentId, runIds: [runId] },
  };
}

function registryOwner(owner: RegistryOwner): TagOwner {
  const tags = ownerTags(owner);
  if (owner.kind === 'registeredModel') {
    const { name } = owner.model;
    return {
      id: name,
      name,
      tags,
      set: (store, tag, signal) => store.setRegisteredModelTag(name, tag, signal),
      remove: (store, key, signal) => store.deleteRegisteredModelTag(name, key, signal),
      change: { kind: 'models', name },
    };
  }
  const { name, version } = owner.version;
  return {
    id: `${name}/${version}`,
    name: `${name} v${version}`,
    tags,
    set: (store, tag, signal) => store.setModelVersionTag(name, version, tag, signal),
    remove: (store, key, signal) => store.deleteModelVersionTag(name, version, key, signal),
    change: { kind: 'models', name },
  };
}
