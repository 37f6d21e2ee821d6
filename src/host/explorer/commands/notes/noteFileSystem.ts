import * as vscode from 'vscode';
import { connectionKey } from '../../../../core/artifacts/artifactUri';
import type { TrackingStore } from '../../../../core/store/trackingStore';
import { Disposables } from '../../../shared/disposables';
import type { Session, StoreEvents } from '../../../shared/session';
import { settledState } from '../../../shared/settledState';
import { failureText } from '../../../shared/showError';
import { WatchedFiles } from '../../../shared/watchedFiles';
import { noteOwnerOf, type NoteOwner } from './noteAddress';
import { readNote, writeNote } from './noteStore';
import { NoteVersions } from './noteVersions';

/** The file system `mlflow-note:`: an editor's file is a note of a run or an experiment, or a description of a model. */
export class NoteFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly files = this.parts.add(new WatchedFiles());
  readonly onDidChangeFile = this.files.onDidChange;
  private readonly versions = new NoteVersions();
  private lastTurn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly session: Session,
    private readonly events: StoreEvents,
  ) {
    this.parts.add(
      events.onDidChange(() => {
        this.files.tellAll();
      }),
    );
  }

  watch(uri: vscode.Uri): vscode.Disposable {
    return this.files.watch(uri);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const stat = await this.answer(vscode.l10n.t('Couldn’t load the note.'), async () =>
      this.versions.see(uri.toString(), await this.read(uri)),
    );
    return { type: vscode.FileType.File, ctime: 0, ...stat };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const text = await this.answer(vscode.l10n.t('Couldn’t load the note.'), () => this.read(uri));
    return new TextEncoder().encode(text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const text = new TextDecoder().decode(content);
    await this.answer(vscode.l10n.t('Couldn’t save the note.'), async () => {
      const owner = ownerOf(uri);
      const store = await this.writableStore(uri);
      this.refuseConflict(uri, await readNote(store, owner), text);
      const change = await writeNote(store, owner, text);
      this.versions.see(uri.toString(), text);
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

  // VS Code has looked, and asked, a moment ago: only what came since then is left.
  private refuseConflict(uri: vscode.Uri, current: string, text: string): void {
    if (current !== text && !this.versions.isKnown(uri.toString(), current)) {
      throw new Error(
        vscode.l10n.t('It was changed on the server just now. Your text is still in the editor: save it again.'),
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
    // One at a time, so that no answer from before a write is taken for what came after it.
    const turn = this.lastTurn.then(work);
    this.lastTurn = turn.catch(() => undefined);
    try {
      return await turn;
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
