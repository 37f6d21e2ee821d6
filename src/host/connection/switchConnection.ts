import * as vscode from 'vscode';
import { findCandidates, isOwn, savedCandidates, type Candidate } from '../../core/connection/candidates';
import type { Choice } from '../../core/connection/choice';
import { withoutIcons } from '../../core/text/safeText';
import { addConnection, type CommandParts } from './newConnection';
import { sourceText } from './statusBar';

interface ConnectionItem extends vscode.QuickPickItem {
  readonly run: () => Thenable<void> | Promise<void>;
}

/** Lets the person pick one of the connections that were saved or found, or the order of places. */
export async function switchConnection(parts: CommandParts): Promise<void> {
  const places = await parts.places.read();
  const found = findCandidates(places).filter(({ source }) => places.trusted || isOwn(source));
  const saved = savedCandidates(places);
  const savedIds = new Set(saved.map(({ id }) => id));
  const others = found.filter(({ id, source }) => !(source === 'user' && savedIds.has(id)));
  const items: vscode.QuickPickItem[] = [
    ...section(
      vscode.l10n.t('saved'),
      saved.map((each) => candidateItem(each, parts)),
    ),
    ...section(
      vscode.l10n.t('found'),
      others.map((each) => candidateItem(each, parts)),
    ),
    ...section(vscode.l10n.t('other'), otherItems(parts)),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Switch Connection'),
    placeHolder: vscode.l10n.t('The MLflow server or store to show'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  await items
    .filter(isConnectionItem)
    .find((item) => item === picked)
    ?.run();
}

function section(label: string, items: readonly ConnectionItem[]): readonly vscode.QuickPickItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function isConnectionItem(item: vscode.QuickPickItem): item is ConnectionItem {
  return 'run' in item;
}

function candidateItem(candidate: Candidate, { service, memory }: CommandParts): ConnectionItem {
  const current = service.candidate;
  const isCurrent = current?.id === candidate.id && current.source === candidate.source;
  const icon = isCurrent ? 'check' : candidate.target.kind === 'store' ? 'database' : 'server';
  return {
    label: `$(${icon}) ${withoutIcons(candidate.label)}`,
    description: withoutIcons(candidate.uri),
    detail: candidate.saved === undefined ? sourceText(candidate.source) : undefined,
    run: async () => {
      await memory.choose(choiceOf(candidate));
      await service.refresh(true);
    },
  };
}

function choiceOf({ saved, source, target }: Candidate): Choice {
  if (saved !== undefined) {
    return { kind: 'saved', name: saved.name };
  }
  if (source === 'localStore') {
    return { kind: 'store', path: target.kind === 'store' ? target.path : '' };
  }
  return { kind: 'source', source };
}

function otherItems(parts: CommandParts): readonly ConnectionItem[] {
  const { memory, service } = parts;
  const automatic: ConnectionItem = {
    label: vscode.l10n.t('$(list-ordered) Automatic'),
    description: vscode.l10n.t('your setting, the workspace, MLFLOW_TRACKING_URI, .env, mlflow.db'),
    run: async () => {
      await memory.choose(undefined);
      await service.refresh(true);
    },
  };
  return [
    ...(memory.choice === undefined ? [] : [automatic]),
    { label: vscode.l10n.t('$(add) Connect to a Server…'), run: () => addConnection(parts) },
    {
      label: vscode.l10n.t('$(play) Start Local Server'),
      run: () => vscode.commands.executeCommand('runlens.startLocalServer'),
    },
  ];
}
