import * as vscode from 'vscode';
import { runName } from '../../../core/explorer/runLabels';
import type { TrackingStore } from '../../../core/store/trackingStore';
import type { StoreChange } from '../../shared/session';
import type { CommandNode } from './commandNodes';

/** Something that can be deleted, and perhaps be brought back. */
export interface Deletable {
  readonly kind: 'experiment' | 'run' | 'registeredModel' | 'modelVersion';
  readonly label: string;
  readonly remove: (store: TrackingStore, signal: AbortSignal) => Promise<void>;
  /** Absent where deleting is for good. */
  readonly restore?: (store: TrackingStore, signal: AbortSignal) => Promise<void>;
  readonly change: StoreChange;
}

/** The element as something to delete or to restore; undefined where that is not possible. */
export function deletableOf(node: CommandNode): Deletable | undefined {
  switch (node.kind) {
    case 'experiment': {
      const { experimentId, name } = node.experiment;
      return {
        kind: 'experiment',
        label: name,
        remove: (store, signal) => store.deleteExperiment(experimentId, signal),
        restore: (store, signal) => store.restoreExperiment(experimentId, signal),
        change: { kind: 'experiments', experimentId },
      };
    }
    case 'run': {
      const { runId, experimentId } = node.run;
      return {
        kind: 'run',
        label: runName(node.run),
        remove: (store, signal) => store.deleteRun(runId, signal),
        restore: (store, signal) => store.restoreRun(runId, signal),
        change: { kind: 'runs', experimentId, runIds: [runId] },
      };
    }
    case 'registeredModel': {
      const { name } = node.model;
      return {
        kind: 'registeredModel',
        label: name,
        remove: (store, signal) => store.deleteRegisteredModel(name, signal),
        change: { kind: 'models' },
      };
    }
    case 'modelVersion': {
      const { name, version } = node.version;
      return {
        kind: 'modelVersion',
        label: vscode.l10n.t('version {0} of {1}', version, name),
        remove: (store, signal) => store.deleteModelVersion(name, version, signal),
        change: { kind: 'models', name },
      };
    }
    default:
      return undefined;
  }
}

/** Whether the element is deleted already. */
export function isDeleted(node: CommandNode): boolean {
  switch (node.kind) {
    case 'experiment':
      return node.experiment.lifecycleStage === 'deleted';
    case 'run':
      return node.run.lifecycleStage === 'deleted';
    default:
      return false;
  }
}
