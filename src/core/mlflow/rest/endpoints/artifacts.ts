import type { ArtifactRoot, TrackingStore } from '../../../store/trackingStore';
import { readAllPages } from '../pages';
import type { RestRequest } from '../request';
import type { RestClient } from '../restClient';
import { ArtifactPage } from '../schemas/artifacts';
import { get } from './api';

/** Artifacts of runs and of logged models. */
export function artifactEndpoints(client: RestClient): Pick<TrackingStore, 'listArtifacts' | 'readArtifact'> {
  return {
    listArtifacts: (root, path, signal) =>
      readAllPages(
        (token) => client.json(listRequest(root, path, token), ArtifactPage, signal),
        (entry) => entry.path,
        { pages: client.limits.pages },
        client.describe(listRequest(root, path, undefined)),
      ),
    readArtifact: (root, path, range, signal) => client.content(readRequest(root, path), range, signal),
  };
}

function listRequest(root: ArtifactRoot, path: string, token: string | undefined): RestRequest {
  const folder = path === '' ? undefined : path;
  return root.kind === 'run'
    ? get('list artifacts', 'artifacts/list', { run_id: root.runId, path: folder, page_token: token })
    : get('list the model’s files', `logged-models/${encodeURIComponent(root.modelId)}/artifacts/directories`, {
        artifact_directory_path: folder,
        page_token: token,
      });
}

// Both are outside the versioned API, and the same from MLflow 2 on.
function readRequest(root: ArtifactRoot, path: string): RestRequest {
  const rest = { action: 'read the artifact', method: 'GET', effect: 'content' } as const;
  return root.kind === 'run'
    ? { ...rest, path: '/get-artifact', query: { run_id: root.runId, path } }
    : {
        ...rest,
        path: `/ajax-api/2.0/mlflow/logged-models/${encodeURIComponent(root.modelId)}/artifacts/files`,
        query: { artifact_file_path: path },
      };
}
