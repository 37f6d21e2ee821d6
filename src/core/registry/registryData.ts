import { BranchCache } from '../explorer/branchCache';
import { RefreshedValue } from '../explorer/refreshedValue';
import type { Run } from '../mlflow/entities';
import type { TrackingReader } from '../store/trackingStore';
import { ModelList } from './modelList';
import { VersionList } from './versionList';

/** All that is loaded of one server's model registry. What is there stays in sight until its replacement has loaded. */
export class RegistryData {
  private readonly models: RefreshedValue<ModelList>;
  private readonly versions = new Map<string, RefreshedValue<VersionList>>();
  private readonly runs = new BranchCache();

  constructor(
    public reader: TrackingReader,
    /** The text that names have to contain; empty for all. */
    private readonly search: () => string,
  ) {
    this.models = new RefreshedValue(
      () => new ModelList(this.reader, this.search()),
      (list, old) => list.load(old?.all.length),
    );
  }

  loadModels(): Promise<ModelList> {
    return this.models.get();
  }

  get loadedModels(): ModelList | undefined {
    return this.models.loaded;
  }

  /** Why the last refresh failed, while older models are shown. */
  get modelsProblem(): unknown {
    return this.models.problem;
  }

  loadVersions(name: string): Promise<VersionList> {
    let slot = this.versions.get(name);
    if (slot === undefined) {
      slot = new RefreshedValue(
        () => new VersionList(this.reader, name),
        (list, old) => list.load(old?.count),
      );
      this.versions.set(name, slot);
    }
    return slot.get();
  }

  loadedVersions(name: string): VersionList | undefined {
    return this.versions.get(name)?.loaded;
  }

  /** Why the last refresh of the model's versions failed, while older ones are shown. */
  versionsProblem(name: string): unknown {
    return this.versions.get(name)?.problem;
  }

  /** The run that a version came from. */
  run(runId: string): Promise<Run> {
    return this.runs.get(runId, (signal) => this.reader.getRun(runId, signal));
  }

  /** Has everything, or what belongs to one model, fetched again when it is next asked for. */
  invalidate(name?: string): void {
    this.models.invalidate();
    for (const [known, slot] of this.versions) {
      if (name === undefined || known === name) {
        slot.invalidate();
      }
    }
    this.runs.invalidate();
  }

  invalidateRun(runId: string): void {
    this.runs.invalidate(runId);
  }

  /** Another text is searched for. */
  restartSearch(): void {
    this.models.restart();
  }

  cancel(): void {
    this.models.cancel();
    for (const slot of this.versions.values()) {
      slot.cancel();
    }
    this.runs.cancel();
  }
}
