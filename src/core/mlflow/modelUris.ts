/** MLflow's own URIs, as its Python functions take them. */

export function runUri(runId: string): string {
  return `runs:/${runId}`;
}

export function loggedModelUri(modelId: string): string {
  return `models:/${modelId}`;
}

export function modelVersionUri(name: string, version: string): string {
  return `models:/${name}/${version}`;
}

export function modelAliasUri(name: string, alias: string): string {
  return `models:/${name}@${alias}`;
}
