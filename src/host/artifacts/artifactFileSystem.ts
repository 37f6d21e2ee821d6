import * as vscode from 'vscode';
import { baseName } from '../../core/artifacts/artifactName';
import type { ArtifactLocation } from '../../core/artifacts/artifactUri';
import type { ArtifactEntry } from '../../core/mlflow/entities';
import { Disposables } from '../shared/disposables';
import { WatchedFiles } from '../shared/watchedFiles';
import { locationOf } from './artifactItem';
import type { ArtifactReader } from './artifactReader';
import type { ArtifactSource, RootFacts } from './artifactSource';
import { asFileSystemError } from './fileSystemErrors';

/** The read-only file system `mlflow-artifact:`, through which VS Code's own editors open artifacts. */
export class ArtifactFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly files = this.parts.add(new WatchedFiles());
  readonly onDidChangeFile = this.files.onDidChange;

  constructor(
    private readonly source: ArtifactSource,
    private readonly reader: ArtifactReader,
  ) {
    this.parts.add(
      source.onDidChange(() => {
        this.files.tellAll();
      }),
    );
  }

  watch(uri: vscode.Uri): vscode.Disposable {
    return this.files.watch(uri);
  }

  stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return this.answer(uri, async (location) => {
      const [entry, facts] = await Promise.all([this.source.find(location), this.source.factsOf(location)]);
      if (entry === undefined) {
        throw vscode.FileSystemError.FileNotFound(uri);
      }
      return statOf(entry, facts);
    });
  }

  readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return this.answer(uri, async (location) => {
      const entries = await this.source.list(location);
      return entries.map((entry) => [baseName(entry.path), typeOf(entry)]);
    });
  }

  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.answer(uri, (location) => this.reader.read(location));
  }

  createDirectory(uri: vscode.Uri): never {
    throw readOnly(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw readOnly(uri);
  }

  delete(uri: vscode.Uri): never {
    throw readOnly(uri);
  }

  rename(uri: vscode.Uri): never {
    throw readOnly(uri);
  }

  dispose(): void {
    this.parts.dispose();
  }

  private async answer<T>(uri: vscode.Uri, work: (location: ArtifactLocation) => Promise<T>): Promise<T> {
    const location = locationOf(uri);
    if (location === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    try {
      return await work(location);
    } catch (error) {
      throw asFileSystemError(error, uri);
    }
  }
}

function typeOf(entry: ArtifactEntry): vscode.FileType {
  return entry.isDirectory ? vscode.FileType.Directory : vscode.FileType.File;
}

function statOf(entry: ArtifactEntry, facts: RootFacts): vscode.FileStat {
  return {
    type: typeOf(entry),
    ctime: facts.created,
    mtime: facts.modified,
    size: entry.size ?? 0,
    permissions: vscode.FilePermission.Readonly,
  };
}

function readOnly(uri: vscode.Uri): vscode.FileSystemError {
  return vscode.FileSystemError.NoPermissions(uri);
}
