import type { ModelVersion, RegisteredModel } from '../../../core/mlflow/entities';
import type { ModelVersionNode } from '../../shared/nodes';

interface VersionRow extends ModelVersionNode {
  model: RegisteredModel;
  version: ModelVersion;
}

/**
 * The rows of versions. A version keeps its row when its model is read again, since VS Code redraws only elements that it
 * was given last.
 */
export class VersionRows {
  private readonly byRegistry = new WeakMap<object, Map<string, VersionRow>>();

  /** The version's row, brought up to date. `registry` is whose it is: another connection has other rows. */
  take(registry: object, model: RegisteredModel, version: ModelVersion): ModelVersionNode {
    const rows = this.byRegistry.get(registry) ?? new Map<string, VersionRow>();
    this.byRegistry.set(registry, rows);
    const key = JSON.stringify([version.name, version.version]);
    const row = rows.get(key) ?? { kind: 'modelVersion', model, version };
    rows.set(key, row);
    row.model = model;
    row.version = version;
    return row;
  }
}
