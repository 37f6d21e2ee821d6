import type { ModelVersion, RegisteredModel } from '../../../src/core/mlflow/entities';

export function aModel(model: Partial<RegisteredModel> & { readonly name: string }): RegisteredModel {
  return { creationTime: 0, lastUpdateTime: 0, description: '', tags: [], aliases: [], latestVersions: [], ...model };
}

export function aVersion(version: Partial<ModelVersion> & Pick<ModelVersion, 'name' | 'version'>): ModelVersion {
  return {
    creationTime: 0,
    lastUpdateTime: 0,
    stage: 'None',
    description: '',
    source: '',
    status: 'READY',
    tags: [],
    aliases: [],
    ...version,
  };
}
