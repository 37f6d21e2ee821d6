/**
 * The codec of `mlflow-artifact:` URIs: `mlflow-artifact://<connection>/run/<runId>/<path>`, or `/model/<modelId>/…`.
 * It works on the decoded components of a URI; encoding them for text is the editor's task.
 */
import type { ArtifactRoot } from '../store/trackingStore';

/** The scheme of the file system that shows artifacts in the editor. */
export const ARTIFACT_SCHEME = 'mlflow-artifact';

/** Where a URI leads. `path` is empty for the root itself. */
export interface ArtifactLocation {
  /** {@link connectionKey} of the connection that has it. */
  readonly connection: string;
  readonly root: ArtifactRoot;
  readonly path: string;
}

/** The two components of a URI that differ between artifacts. */
export interface ArtifactUriParts {
  readonly authority: string;
  readonly path: string;
}

const ID = /^[\w-]{1,256}$/u;
const KEY = /^[0-9a-f]{16}$/u;
const LABEL = /[^a-z0-9.]+/gu;
// A separator of the other platform or a lone surrogate would not survive the way through an editor's URIs.
const UNUSABLE = /[\0\\\p{Surrogate}]/u;

/** Sixteen hexadecimal digits that stand for a connection's id (64-bit FNV-1a), stable over windows and machines. */
export function connectionKey(connectionId: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(connectionId)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** The components for a location, or undefined when its path cannot be named by a URI. `label` makes it readable. */
export function encodeArtifactUri(location: ArtifactLocation, label: string): ArtifactUriParts | undefined {
  const id = rootId(location.root);
  if (!ID.test(id) || !KEY.test(location.connection) || !isUsablePath(location.path)) {
    return undefined;
  }
  const name = label.toLowerCase().replace(LABEL, '-').slice(0, 60);
  const tail = location.path === '' ? '' : `/${location.path}`;
  return { authority: `${name}-${location.connection}`, path: `/${location.root.kind}/${id}${tail}` };
}

/** The location that the components name, or undefined when {@link encodeArtifactUri} cannot have made them. */
export function decodeArtifactUri({ authority, path }: ArtifactUriParts): ArtifactLocation | undefined {
  const connection = authority.slice(-16);
  const [before, kind, id = '', ...rest] = path.split('/');
  const artifactPath = rest.join('/');
  const root = artifactRoot(kind, id);
  if (before !== '' || root === undefined || !KEY.test(connection) || !isUsablePath(artifactPath)) {
    return undefined;
  }
  return { connection, root, path: artifactPath };
}

/** The id of the run or of the logged model. */
export function rootId(root: ArtifactRoot): string {
  return root.kind === 'run' ? root.runId : root.modelId;
}

function artifactRoot(kind: string | undefined, id: string): ArtifactRoot | undefined {
  if (!ID.test(id)) {
    return undefined;
  }
  if (kind === 'run') {
    return { kind, runId: id };
  }
  return kind === 'model' ? { kind, modelId: id } : undefined;
}

function isUsablePath(path: string): boolean {
  return (
    path === '' ||
    (!UNUSABLE.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'))
  );
}
