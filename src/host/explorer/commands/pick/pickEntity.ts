import * as vscode from 'vscode';
import { nameContains, nameFilter } from '../../../../core/explorer/experimentSearch';
import { runName, stateWords } from '../../../../core/explorer/runLabels';
import type { Experiment, ModelVersion, RegisteredModel, Run } from '../../../../core/mlflow/entities';
import { versionsFilter } from '../../../../core/registry/modelNames';
import { describeModel, stageWords } from '../../../../core/registry/registryWords';
import type { TrackingReader, ViewType } from '../../../../core/store/trackingStore';
import { withoutIcons } from '../../../../core/text/safeText';
import type { CommandNode } from '../commandNodes';
import { searchPick } from './searchPick';

/** What a command of the palette can ask for. */
export type PickKind = 'experiment' | 'run' | 'registeredModel' | 'modelVersion';

const SHOWN = 100;

/** Lets a person pick what a command is about, when it was not called on anything. */
export async function pickEntity(
  kinds: readonly PickKind[],
  reader: TrackingReader,
  view: ViewType = 'ACTIVE_ONLY',
): Promise<CommandNode | undefined> {
  switch (await pickKind(kinds)) {
    case 'experiment': {
      const experiment = await pickExperiment(reader, view);
      return experiment && { kind: 'experiment', experiment };
    }
    case 'run': {
      const run = await pickRun(reader, view);
      return run && { kind: 'run', run };
    }
    case 'registeredModel': {
      const model = await pickModel(reader);
      return model && { kind: 'registeredModel', model };
    }
    case 'modelVersion':
      return pickVersion(reader);
    case undefined:
      return undefined;
  }
}

async function pickKind(kinds: readonly PickKind[]): Promise<PickKind | undefined> {
  const labels: Readonly<Record<PickKind, string>> = {
    experiment: vscode.l10n.t('Experiment'),
    run: vscode.l10n.t('Run'),
    registeredModel: vscode.l10n.t('Registered Model'),
    modelVersion: vscode.l10n.t('Model Version'),
  };
  if (kinds.length === 1) {
    return kinds[0];
  }
  const picked = await vscode.window.showQuickPick(
    kinds.map((kind) => labels[kind]),
    { title: vscode.l10n.t('Choose What It Is About') },
  );
  return kinds.find((kind) => labels[kind] === picked);
}

function pickExperiment(reader: TrackingReader, view: ViewType): Promise<Experiment | undefined> {
  return searchPick({
    title: vscode.l10n.t('Choose an Experiment'),
    placeholder: vscode.l10n.t('A part of its name'),
    find: async (text, signal) => {
      const filter = text === '' ? {} : { filter: nameFilter(text) };
      const order = { orderBy: ['last_update_time DESC'], maxResults: SHOWN, view };
      const { items } = await reader.searchExperiments({ ...filter, ...order }, signal);
      return items
        .filter(({ name }) => nameContains(name, text))
        .map((value) => ({ label: withoutIcons(value.name), description: withoutIcons(value.experimentId), value }));
    },
  });
}

async function pickRun(reader: TrackingReader, view: ViewType): Promise<Run | undefined> {
  const experiment = await pickExperiment(reader, 'ACTIVE_ONLY');
  return (
    experiment &&
    searchPick({
      title: vscode.l10n.t('Choose a Run of {0}', withoutIcons(experiment.name, 100)),
      placeholder: vscode.l10n.t('A part of its name'),
      find: async (text, signal) => {
        const filter = text === '' ? {} : { filter: nameFilter(text, 'attributes.run_name') };
        const query = { experimentIds: [experiment.experimentId], maxResults: SHOWN, view };
        const { items } = await reader.searchRuns({ ...query, ...filter }, signal);
        return items
          .filter(({ name }) => nameContains(name, text))
          .map((value) => ({
            label: withoutIcons(runName(value)),
            description: `${stateWords(value, Date.now())}, ${withoutIcons(value.runId)}`,
            value,
          }));
      },
    })
  );
}

function pickModel(reader: TrackingReader): Promise<RegisteredModel | undefined> {
  return searchPick({
    title: vscode.l10n.t('Choose a Registered Model'),
    placeholder: vscode.l10n.t('A part of its name'),
    find: async (text, signal) => {
      const filter = text === '' ? {} : { filter: nameFilter(text) };
      const { items } = await reader.searchRegisteredModels(
        { ...filter, orderBy: ['name ASC'], maxResults: SHOWN },
        signal,
      );
      return items
        .filter(({ name }) => nameContains(name, text))
        .map((value) => ({ label: withoutIcons(value.name), description: withoutIcons(describeModel(value)), value }));
    },
  });
}

async function pickVersion(reader: TrackingReader): Promise<CommandNode | undefined> {
  const model = await pickModel(reader);
  const version =
    model &&
    (await searchPick<ModelVersion>({
      title: vscode.l10n.t('Choose a Version of {0}', withoutIcons(model.name, 100)),
      placeholder: vscode.l10n.t('Its number'),
      find: async (text, signal) => {
        const query = { filter: versionsFilter(model.name), orderBy: ['version_number DESC'], maxResults: SHOWN };
        const { items } = await reader.searchModelVersions(query, signal);
        return items
          .filter(({ name, version: number }) => name === model.name && number.startsWith(text))
          .map((value) => ({
            label: `v${withoutIcons(value.version, 20)}`,
            description: withoutIcons(stageWords(value)),
            value,
          }));
      },
    }));
  return model && version && { kind: 'modelVersion', model, version };
}
