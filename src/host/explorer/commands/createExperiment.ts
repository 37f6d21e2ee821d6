import * as vscode from 'vscode';
import { askText } from './askText';
import { writable, type CommandTools } from './commandTools';
import { withLateProgress } from '../../shared/lateProgress';
import { nameProblem } from './nameProblems';

/** Asks for a name and creates an experiment. */
export async function createExperiment(tools: CommandTools): Promise<void> {
  const store = writable(tools);
  const title = vscode.l10n.t('Create Experiment');
  const name = await askText({
    title,
    prompt: vscode.l10n.t('The name of the experiment'),
    value: '',
    validate: nameProblem,
    failed: vscode.l10n.t('Couldn’t create the experiment.'),
    write: async (typed) => {
      await withLateProgress(title, (signal) => store.createExperiment(typed.trim(), [], signal));
    },
  });
  if (name !== undefined) {
    tools.events.fire({ kind: 'experiments' });
  }
}
