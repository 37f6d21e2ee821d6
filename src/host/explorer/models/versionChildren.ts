import * as vscode from 'vscode';
import { formatDateTime } from '../../../core/format/time';
import type { ModelVersion } from '../../../core/mlflow/entities';
import { MlflowError } from '../../../core/mlflow/errors';
import type { RegistryData } from '../../../core/registry/registryData';
import { stageWords } from '../../../core/registry/registryWords';
import type { ModelVersionNode } from '../../shared/nodes';
import type { DetailNode } from '../internalNodes';
import { ownerDescription, type ModelTreeNode, type RegistryOwner } from './modelNodes';

/** What stands below a version: its aliases and stage, where it came from, its description and tags. */
export async function versionChildren(registry: RegistryData, node: ModelVersionNode): Promise<ModelTreeNode[]> {
  const { version } = node;
  return [
    ...version.aliases.map((alias): ModelTreeNode => ({ kind: 'modelAlias', version, alias })),
    ...detail(version, 'stage', vscode.l10n.t('Stage'), stageWords(version), 'milestone'),
    ...detail(version, 'status', vscode.l10n.t('Status'), statusText(version), 'info'),
    ...(await sourceRun(registry, version)),
    ...detail(version, 'model', vscode.l10n.t('Logged model'), version.modelId ?? '', 'package'),
    ...detail(version, 'source', vscode.l10n.t('Source'), version.source, 'folder'),
    ...detail(version, 'created', vscode.l10n.t('Registered'), createdText(version), 'history'),
    ...ownSections(node),
  ];
}

/** The description, where there is one, and the tags of a model or a version. */
export function ownSections(owner: RegistryOwner): ModelTreeNode[] {
  const description: ModelTreeNode[] =
    ownerDescription(owner).trim() === '' ? [] : [{ kind: 'registryDescription', owner }];
  return [...description, { kind: 'registryTags', owner }];
}

function detail({ name, version }: ModelVersion, id: string, label: string, value: string, icon: string): DetailNode[] {
  const key = JSON.stringify([name, version, id]);
  return value === '' ? [] : [{ kind: 'detail', id: key, label, value, icon }];
}

function statusText({ status, statusMessage = '' }: ModelVersion): string {
  return status === 'READY' || status === '' ? '' : `${status} ${statusMessage}`.trim();
}

function createdText({ creationTime, userId = '' }: ModelVersion): string {
  const time = formatDateTime(creationTime);
  return userId === '' ? time : vscode.l10n.t('{0} by {1}', time, userId);
}

async function sourceRun(registry: RegistryData, version: ModelVersion): Promise<ModelTreeNode[]> {
  const { runId } = version;
  if (runId === undefined || runId === '') {
    return [];
  }
  try {
    return [{ kind: 'sourceRun', version, runId, run: await registry.run(runId), gone: false }];
  } catch (error) {
    // A version outlives its run. Any other failure is the connection's, which tells of itself.
    const gone = error instanceof MlflowError && error.kind === 'not-found';
    return [{ kind: 'sourceRun', version, runId, run: undefined, gone }];
  }
}
