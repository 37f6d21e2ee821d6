import * as vscode from 'vscode';

const MAX_NAME = 500;

/** What is wrong with a name for an experiment or a run. */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === '') {
    return vscode.l10n.t('A name is needed.');
  }
  return name.length > MAX_NAME ? vscode.l10n.t('A name has {0} characters at most.', MAX_NAME) : undefined;
}

/** What is wrong with a name for a registered model: its URIs need `/` and `:` for themselves. */
export function modelNameProblem(name: string): string | undefined {
  return /[/:]/u.test(name) ? vscode.l10n.t('A model’s name has no / and no :') : nameProblem(name);
}

/** What is wrong with the name of a tag that a person sets. */
export function tagKeyProblem(key: string): string | undefined {
  return key.startsWith('mlflow.') ? vscode.l10n.t('Tags that start with mlflow. are MLflow’s own.') : nameProblem(key);
}
