import * as vscode from 'vscode';
import { formatDateTime } from '../../../core/format/time';
import type { ModelVersion, RegisteredModel } from '../../../core/mlflow/entities';
import { aliasWords, stageWords } from '../../../core/registry/registryWords';
import { escapeMarkdown, multiLine } from '../../../core/text/safeText';
import { ownerDescription, type RegistryOwner } from './modelNodes';

const MAX_ALIASES = 10;

export function modelTooltip(model: RegisteredModel): vscode.MarkdownString {
  const aliases = model.aliases.slice(0, MAX_ALIASES).map(({ alias, version }) => `@${alias} v${version}`);
  return tooltip(model.name, [
    ...aliases,
    vscode.l10n.t('Created {0}', formatDateTime(model.creationTime)),
    vscode.l10n.t('Changed {0}', formatDateTime(model.lastUpdateTime)),
    ...firstLines(model.description),
  ]);
}

export function versionTooltip(version: ModelVersion): vscode.MarkdownString {
  const by = version.userId === undefined || version.userId === '' ? [] : [vscode.l10n.t('By {0}', version.userId)];
  return tooltip(vscode.l10n.t('{0}, version {1}', version.name, version.version), [
    aliasWords(version),
    stageWords(version),
    version.status === 'READY' ? '' : `${version.status} ${version.statusMessage ?? ''}`,
    vscode.l10n.t('Registered {0}', formatDateTime(version.creationTime)),
    ...by,
    ...firstLines(version.description),
  ]);
}

/** A description in full, as text. */
export function descriptionTooltip(owner: RegistryOwner): vscode.MarkdownString {
  const lines = multiLine(ownerDescription(owner), 2000).split('\n');
  return new vscode.MarkdownString(lines.map((line) => escapeMarkdown(line)).join('  \n'));
}

function tooltip(title: string, lines: readonly string[]): vscode.MarkdownString {
  const shown = lines.filter((line) => line.trim() !== '').map((line) => escapeMarkdown(line));
  return new vscode.MarkdownString(`**${escapeMarkdown(title)}**\n\n${shown.join('  \n')}`);
}

function firstLines(description: string): readonly string[] {
  return multiLine(description, 500).split('\n').slice(0, 5);
}
