import { findByKey } from '../../../../core/mlflow/entities';
import type { TrackingStore } from '../../../../core/store/trackingStore';
import type { StoreChange } from '../../../shared/session';
import type { NoteOwner } from './noteAddress';

const NOTE_TAG = 'mlflow.note.content';

/** Reads a note, or a description in the model registry; empty where there is none. */
export async function readNote(store: TrackingStore, owner: NoteOwner): Promise<string> {
  switch (owner.kind) {
    case 'run':
      return findByKey((await store.getRun(owner.id)).tags, NOTE_TAG)?.value ?? '';
    case 'experiment':
      return findByKey((await store.getExperiment(owner.id)).tags, NOTE_TAG)?.value ?? '';
    case 'model':
      return (await store.getRegisteredModel(owner.name)).description;
    case 'version':
      return (await store.getModelVersion(owner.name, owner.version)).description;
  }
}

/** Writes it, and resolves to what that changed. */
export async function writeNote(store: TrackingStore, owner: NoteOwner, text: string): Promise<StoreChange> {
  switch (owner.kind) {
    case 'run': {
      await store.setRunTag(owner.id, { key: NOTE_TAG, value: text });
      const { experimentId } = await store.getRun(owner.id);
      return { kind: 'runs', experimentId, runIds: [owner.id] };
    }
    case 'experiment':
      await store.setExperimentTag(owner.id, { key: NOTE_TAG, value: text });
      return { kind: 'experiments' };
    case 'model':
      await store.updateRegisteredModel(owner.name, text);
      return { kind: 'models', name: owner.name };
    case 'version':
      await store.updateModelVersion(owner.name, owner.version, text);
      return { kind: 'models', name: owner.name };
  }
}
