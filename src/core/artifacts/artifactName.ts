import type { ArtifactRoot } from '../store/trackingStore';

/** MLflow's own URI of an artifact: `runs:/<id>/<path>`, or `models:/<id>/<path>` for one of a logged model. */
export function artifactReference(root: ArtifactRoot, path: string): string {
  const base = root.kind === 'run' ? `runs:/${root.runId}` : `models:/${root.modelId}`;
  return path === '' ? base : `${base}/${path}`;
}

/** The last part of a path; empty for the root. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path of the folder that holds `path`; empty for the root. */
export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
