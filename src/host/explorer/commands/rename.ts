import * as vscode from 'vscode';
import { runName } from '../../../core/explorer/runLabels';
import { withoutIcons } from '../../../core/text/safeText';
import type { TrackingStore } from '../../../core/store/trackingStore';
import type { StoreChange } from '../../shared/session';
import { askText, UnfitText } from './askText';
import type { CommandNode } from './commandNodes';
import { writable, type CommandTools } from './commandTools';
import { withLateProgress } from '../../shared/lateProgress';
import { modelNameProblem, nameProblem } from './nameProblems';

interface Renaming {
  readonly title: string;
  readonly current: string;
  readonly failed: string;
  readonly validate: (name: string) => string | undefined;
  readonly write: (store: TrackingStore, name: string, signal: AbortSignal) => Promise<void>;
  readonly change: StoreChange;
}

/** Asks for a new name of an experiment, a run or a registered model, and gives it. */
export async function renameNode(node: CommandNode | undefined, tools: CommandTools): Promise<void> {
  const renaming = node === undefined ? undefined : renamingOf(node);
  if (renaming === undefined) {
    return;
  }
  const store = writable(tools);
  const name = await askText({
    title: renaming.title,
    prompt: vscode.l10n.t('The new name'),
    value: renaming.current,
    validate: renaming.validate,
    failed: renaming.failed,
    write: async (typed) => {
      if (typed.trim() !== renaming.current) {
        await withLateProgress(renaming.title, (signal) => renaming.write(store, typed.trim(), signal));
      }
    },
  });
  if (name !== undefined) {
    tools.events.fire(renaming.change);
  }
}

function renamingOf(node: CommandNode): Renaming | undefined {
  switch (node.kind) {
    case 'experiment': {
      const { experimentId, name } = node.experiment;
      return {
        title: vscode.l10n.t('Rename Experiment {0}', withoutIcons(name)),
        current: name,
        failed: vscode.l10n.t('Couldn’t rename the experiment.'),
        validate: nameProblem,
        write: async (store, typed, signal) => {
          await refuseTaken(store, typed, signal);
          await store.renameExperiment(experimentId, typed, signal);
        },
        change: { kind: 'experiments' },
      };
    }
    case 'run': {
      const { runId, experimentId, name } = node.run;
      return {
        title: vscode.l10n.t('Rename Run {0}', withoutIcons(runName(node.run))),
        current: name,
        failed: vscode.l10n.t('Couldn’t rename the run.'),
        validate: nameProblem,
        write: (store, typed, signal) => store.updateRun({ runId, name: typed }, signal),
        change: { kind: 'runs', experimentId, runIds: [runId] },
      };
    }
    case 'registeredModel': {
      const { name } = node.model;
      return {
        title: vscode.l10n.t('Rename Model {0}', withoutIcons(name)),
        current: name,
        failed: vscode.l10n.t('Couldn’t rename the model.'),
        validate: modelNameProblem,
        write: (store, typed, signal) => store.renameRegisteredModel(name, typed, signal),
        change: { kind: 'models' },
      };
    }
    default:
      return undefined;
  }
}

// MLflow itself answers a taken name with the database's own complaint.
async function refuseTaken(store: TrackingStore, name: string, signal: AbortSignal): Promise<void> {
  const other = await store.findExperiment(name, signal);
  if (other !== undefined) {
    throw new UnfitText(
      other.lifecycleStage === 'deleted'
        ? vscode.l10n.t('A deleted experiment has this name. It keeps the name until “mlflow gc” removes it.')
        : vscode.l10n.t('Another experiment has this name.'),
    );
  }
}
