import * as vscode from 'vscode';
import { connectionKey } from '../../../../core/artifacts/artifactUri';
import type { TrackingStore } from '../../../../core/store/trackingStore';
import { Disposables } from '../../../shared/disposables';
import type { Session, StoreEvents } from '../../../shared/session';
import { settledState } from '../../../shared/settledState';
import { failureText } from '../../../shared/showError';
import { noteOwnerOf, type NoteOwner } from './noteAddress';
import { readNote, writeNote } from './noteStore';
import { NoteVersions } from './noteVersions';

/** The file system `mlflow-note:`: an editor's file is a note of a run or an experiment, or a description of a model. */
export class NoteFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly changes = this.parts.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly onDidChangeFile = this.changes.event;
  private readonly watched = new Map<vscode.Disposable, vscode.Uri>();
  private readonly versions = new NoteVersions();

  constructor(
    private readonly session: Session,
    private readonly events: StoreEvents,
  ) {
    this.parts.add(
      events.onDidChange(() => {
        const uris = [...this.watched.values()];
        this.changes.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
      }),
    );
  }

  watch(uri: vscode.Uri): vscode.Disposable {
    const watch = new vscode.Disposable(() => this.watched.delete(watch));
    this.watched.set(watch, uri);
    return watch;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const text = await this.answer(vscode.l10n.t('Couldn’t load the note.'), () => this.read(uri));
    return { type: vscode.FileType.File, ctime: 0, ...this.versions.seen(uri.toString(), text) };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const text = await this.answer(vscode.l10n.t('Couldn’t load the note.'), () => this.read(uri));
    this.versions.synced(uri.toString(), text);
    return new TextEncoder().encode(text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const text = new TextDecoder().decode(content);
    await this.answer(vscode.l10n.t('Couldn’t save the note.'), async () => {
      const owner = ownerOf(uri);
      const store = await this.writableStore(uri);
      this.refuseConflict(uri, await readNote(store, owner), text);
      const change = await writeNote(store, owner, text);
      this.versions.synced(uri.toString(), text);
      this.events.fire(change);
    });
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.parts.dispose();
  }

  private async read(uri: vscode.Uri): Promise<string> {
    return readNote(await this.store(uri), ownerOf(uri));
  }

  private refuseConflict(uri: vscode.Uri, current: string, text: string): void {
    const key = uri.toString();
    if (current !== text && !this.versions.mayOverwrite(key, current)) {
      this.versions.synced(key, current);
      throw new Error(
        vscode.l10n.t(
          'It was changed on the server meanwhile. Your text is still in the editor: save again to write it over the other, or revert the file to see the other.',
        ),
      );
    }
  }

  private async store(uri: vscode.Uri): Promise<TrackingStore> {
    const state = await settledState(this.session);
    if (state.kind !== 'connected') {
      throw new Error(vscode.l10n.t('No MLflow server is connected. Connect to the one that has the note.'));
    }
    if (connectionKey(state.info.id) !== uri.authority) {
      const label = state.info.label;
      throw new Error(vscode.l10n.t('The note is of another MLflow server than {0}. Switch the connection.', label));
    }
    return state.store;
  }

  private async writableStore(uri: vscode.Uri): Promise<TrackingStore> {
    const { state } = this.session;
    if (state.kind === 'connected' && state.stale !== undefined) {
      throw new Error(vscode.l10n.t('The server does not answer. Your text is still in the editor: save it later.'));
    }
    return this.store(uri);
  }

  private async answer<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof vscode.FileSystemError
        ? error
        : vscode.FileSystemError.Unavailable(failureText(what, error));
    }
  }
}

function ownerOf(uri: vscode.Uri): NoteOwner {
  const owner = noteOwnerOf(uri.path);
  if (owner === undefined) {
    throw vscode.FileSystemError.FileNotFound(uri);
  }
  return owner;
}
