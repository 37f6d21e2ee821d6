import * as v from 'valibot';
import * as vscode from 'vscode';
import { artifactReference, baseName } from '../../core/artifacts/artifactName';
import {
  ARTIFACT_SCHEME,
  connectionKey,
  decodeArtifactUri,
  encodeArtifactUri,
  type ArtifactLocation,
} from '../../core/artifacts/artifactUri';
import type { ArtifactRoot } from '../../core/store/trackingStore';
import { singleLine, withoutIcons } from '../../core/text/safeText';
import type { ConnectionInfo } from '../shared/session';

/** What the commands work on: an element of a tree, or the artifact that a URI names. */
export interface ArtifactItem extends ArtifactLocation {
  /** Of the connection, to make URIs readable. */
  readonly server: string;
  /** Known for elements of a tree. */
  readonly runName?: string;
  readonly isDirectory?: boolean;
  readonly size?: number;
}

const Root = v.variant('kind', [
  v.object({ kind: v.literal('run'), runId: v.string() }),
  v.object({ kind: v.literal('model'), modelId: v.string() }),
]);

const Artifact = v.object({
  kind: v.literal('artifact'),
  root: Root,
  runName: v.string(),
  entry: v.object({
    path: v.string(),
    isDirectory: v.boolean(),
    size: v.optional(v.number()),
  }),
});

const RunArtifacts = v.object({
  kind: v.literal('section'),
  section: v.literal('artifacts'),
  run: v.object({ runId: v.string(), name: v.string() }),
});

const LoggedModel = v.object({
  kind: v.literal('loggedModel'),
  model: v.object({ modelId: v.string(), name: v.string() }),
});

const Node = v.variant('kind', [Artifact, RunArtifacts, LoggedModel]);

/** The item for a tree's element, or for a URI of the artifact file system; undefined for anything else. */
export function toItem(value: unknown, connection: ConnectionInfo | undefined): ArtifactItem | undefined {
  if (value instanceof vscode.Uri) {
    return itemOfUri(value);
  }
  const node = v.safeParse(Node, value);
  return node.success && connection !== undefined ? itemOfNode(node.output, connection) : undefined;
}

/** The location that a URI names, or undefined for a URI that this extension cannot have made. */
export function locationOf(uri: vscode.Uri): ArtifactLocation | undefined {
  return uri.scheme === ARTIFACT_SCHEME ? decodeArtifactUri(uri) : undefined;
}

/**
 * The URI that opens the item in an editor; undefined where its name has characters that no URI carries. The run's name is
 * in the query: the extension's `resourceLabelFormatters` shows it, so that tabs and comparisons tell the runs apart.
 */
export function uriOf(item: ArtifactItem): vscode.Uri | undefined {
  const parts = encodeArtifactUri(item, item.server);
  const suffix = runSuffix(item);
  const query = suffix === '' ? '' : JSON.stringify({ title: suffix.replaceAll('/', '\u2215') });
  return parts && vscode.Uri.from({ scheme: ARTIFACT_SCHEME, ...parts, query });
}

/** Its name for a person: the file's or folder's, or of the run as a whole. */
export function nameOf(item: ArtifactItem): string {
  return withoutIcons(rawNameOf(item));
}

/** Its name, and the run's that it is of: `metrics.json (gallant-fox)`. */
export function titleOf(item: ArtifactItem): string {
  return withoutIcons(singleLine(rawNameOf(item)) + runSuffix(item), 400);
}

function rawNameOf(item: ArtifactItem): string {
  return baseName(item.path) || (item.runName ?? artifactReference(item.root, ''));
}

function runSuffix({ runName, path }: ArtifactItem): string {
  return runName === undefined || path === '' ? '' : ` (${singleLine(runName, 60)})`;
}

function itemOfUri(uri: vscode.Uri): ArtifactItem | undefined {
  const location = locationOf(uri);
  return location && { ...location, server: uri.authority.slice(0, -17) };
}

function itemOfNode(node: v.InferOutput<typeof Node>, connection: ConnectionInfo): ArtifactItem {
  const place = { connection: connectionKey(connection.id), server: connection.label };
  switch (node.kind) {
    case 'artifact': {
      const { path, isDirectory, size } = node.entry;
      return {
        ...place,
        root: node.root,
        path,
        isDirectory,
        runName: node.runName,
        ...(size !== undefined && { size }),
      };
    }
    case 'section':
      return { ...place, ...wholeRoot({ kind: 'run', runId: node.run.runId }), runName: node.run.name };
    case 'loggedModel':
      return { ...place, ...wholeRoot({ kind: 'model', modelId: node.model.modelId }), runName: node.model.name };
  }
}

function wholeRoot(root: ArtifactRoot): Pick<ArtifactItem, 'root' | 'path' | 'isDirectory'> {
  return { root, path: '', isDirectory: true };
}
