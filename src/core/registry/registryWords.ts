import type { ModelVersion, RegisteredModel } from '../mlflow/entities';
import { singleLine } from '../text/safeText';

const MAX_ALIASES = 3;
const UNUSED_STAGES = new Set(['None', 'Archived', '']);

/** What stands beside a registered model: `@champion v3`, else `Production v2 (stage)`, else its newest version. */
export function describeModel(model: RegisteredModel): string {
  if (model.aliases.length > 0) {
    return firstOf(model.aliases.map(({ alias, version }) => `@${singleLine(alias, 60)} v${singleLine(version, 20)}`));
  }
  const staged = model.latestVersions.filter(({ stage }) => !UNUSED_STAGES.has(stage));
  if (staged.length > 0) {
    return firstOf(staged.map(({ stage, version }) => `${singleLine(stage, 60)} v${singleLine(version, 20)} (stage)`));
  }
  const newest = Math.max(0, ...model.latestVersions.map(({ version }) => Number(version) || 0));
  return newest === 0 ? '' : `v${String(newest)}`;
}

/** A version's aliases: `@champion @eu-west`. */
export function aliasWords(version: ModelVersion): string {
  const names = version.aliases.map((alias) => `@${singleLine(alias, 60)}`);
  return firstOf(names, ' ');
}

/** A version's stage as `Production (stage)`; empty where none is used. */
export function stageWords({ stage }: ModelVersion): string {
  return stage === 'None' || stage === '' ? '' : `${singleLine(stage, 60)} (stage)`;
}

export type VersionState = 'ready' | 'pending' | 'failed';

export function versionState({ status }: ModelVersion): VersionState {
  switch (status) {
    case 'PENDING_REGISTRATION':
      return 'pending';
    case 'FAILED_REGISTRATION':
      return 'failed';
    default:
      return 'ready';
  }
}

function firstOf(words: readonly string[], separator = ', '): string {
  const rest = words.length - MAX_ALIASES;
  return [...words.slice(0, MAX_ALIASES), ...(rest > 0 ? [`+${String(rest)}`] : [])].join(separator);
}
