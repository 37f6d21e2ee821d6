/** Where MLflow's own UI is: the tracking server's address, and the workspace where the server has them. */
export interface UiBase {
  /** Without a slash at its end and without credentials. */
  readonly baseUrl: string;
  readonly workspace?: string;
}

/** The page of an experiment. */
export function experimentLink(base: UiBase, experimentId: string): string {
  return link(base, ['experiments', experimentId]);
}

/** The page of a run. */
export function runLink(base: UiBase, experimentId: string, runId: string): string {
  return link(base, ['experiments', experimentId, 'runs', runId]);
}

/** The page of a logged model. */
export function loggedModelLink(base: UiBase, experimentId: string, modelId: string): string {
  return link(base, ['experiments', experimentId, 'models', modelId]);
}

/** The page of a registered model. */
export function registeredModelLink(base: UiBase, name: string): string {
  return link(base, ['models', name]);
}

/** The page of one version of a registered model. */
export function modelVersionLink(base: UiBase, name: string, version: string): string {
  return link(base, ['models', name, 'versions', version]);
}

function link({ baseUrl, workspace }: UiBase, path: readonly string[]): string {
  const query = workspace === undefined ? '' : `?workspace=${encodeURIComponent(workspace)}`;
  return `${baseUrl}/#/${path.map(encodeURIComponent).join('/')}${query}`;
}
