import * as vscode from 'vscode';
import { parentPath, artifactReference } from '../../core/artifacts/artifactName';
import { rootId, type ArtifactLocation } from '../../core/artifacts/artifactUri';
import { Recent } from '../../core/artifacts/recent';
import type { ArtifactEntry } from '../../core/mlflow/entities';
import type { ArtifactContent, ArtifactRoot, ByteRange, TrackingStore } from '../../core/store/trackingStore';
import { Disposables } from '../shared/disposables';
import type { Session, StoreEvents } from '../shared/session';
import { connectedStore } from './connectedStore';

// A burst of questions about one folder, as when an editor opens, costs one request.
const FRESH_MS = 3000;
const KEPT = 200;

/** What is known of the run or of the logged model that has the artifacts. */
export interface RootFacts {
  readonly name: string;
  /** Nothing will change any more, unless somebody logs to an ended run. */
  readonly finished: boolean;
  readonly created: number;
  /** Epoch milliseconds; for one that is not finished, when this was asked. */
  readonly modified: number;
}

/** The artifacts of the current connection, for URIs that name it. */
export class ArtifactSource implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly changes = this.parts.add(new vscode.EventEmitter<undefined>());
  private readonly facts = new Recent<RootFacts>(FRESH_MS, KEPT);
  private readonly listings = new Recent<readonly ArtifactEntry[]>(FRESH_MS, KEPT);
  /** Something was logged, deleted or refreshed: what was read before may be old. */
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly session: Session,
    events: StoreEvents,
  ) {
    this.parts.add(
      events.onDidChange(({ kind }) => {
        if (kind === 'everything' || kind === 'runs') {
          this.facts.clear();
          this.listings.clear();
          this.changes.fire(undefined);
        }
      }),
    );
  }

  async factsOf(location: ArtifactLocation): Promise<RootFacts> {
    const store = await this.store(location);
    return this.facts.get(keyOf(location, ''), () => readFacts(store, location.root));
  }

  async list(location: ArtifactLocation): Promise<readonly ArtifactEntry[]> {
    const store = await this.store(location);
    const { root, path } = location;
    return this.listings.get(keyOf(location, path), () => store.listArtifacts(root, path));
  }

  /** The entry of an artifact; undefined when there is none. */
  async find(location: ArtifactLocation): Promise<ArtifactEntry | undefined> {
    if (location.path === '') {
      await this.factsOf(location);
      return { path: '', isDirectory: true };
    }
    const siblings = await this.list({ ...location, path: parentPath(location.path) });
    return siblings.find(({ path }) => path === location.path);
  }

  async read(location: ArtifactLocation, signal?: AbortSignal, range?: ByteRange): Promise<ArtifactContent> {
    const store = await this.store(location);
    return store.readArtifact(location.root, location.path, range, signal);
  }

  dispose(): void {
    this.parts.dispose();
  }

  private store({ connection }: ArtifactLocation): Promise<TrackingStore> {
    return connectedStore(this.session, connection);
  }
}

function keyOf({ connection, root }: ArtifactLocation, path: string): string {
  return `${connection} ${artifactReference(root, path)}`;
}

async function readFacts(store: TrackingStore, root: ArtifactRoot): Promise<RootFacts> {
  const asked = Date.now();
  if (root.kind === 'run') {
    const { name, status, startTime, endTime } = await store.getRun(root.runId);
    const finished = status !== 'RUNNING' && status !== 'SCHEDULED';
    return { name, finished, created: startTime, modified: finished ? (endTime ?? startTime) : asked };
  }
  const { name, status, creationTime, lastUpdateTime } = await store.getLoggedModel(rootId(root));
  const finished = status.endsWith('READY');
  return { name, finished, created: creationTime, modified: finished ? lastUpdateTime : asked };
}
