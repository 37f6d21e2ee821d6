import * as vscode from 'vscode';
import { Disposables } from './disposables';
import { lazily } from './lazily';

/** A file system whose code is loaded with the first file that is asked for. */
export class LazyFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly changed = this.parts.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  private readonly provider: () => Promise<vscode.FileSystemProvider>;
  readonly onDidChangeFile = this.changed.event;

  /** What is made is disposed of by who makes it. */
  constructor(make: () => Promise<vscode.FileSystemProvider>) {
    this.provider = lazily(async () => {
      const provider = await make();
      this.parts.add(
        provider.onDidChangeFile((changes) => {
          this.changed.fire(changes);
        }),
      );
      return provider;
    });
  }

  watch(uri: vscode.Uri, options: Parameters<vscode.FileSystemProvider['watch']>[1]): vscode.Disposable {
    const watching = this.provider().then((provider) => provider.watch(uri, options));
    // What can't be loaded is told where the file is read.
    watching.catch(() => undefined);
    return new vscode.Disposable(() => {
      watching.then(
        (watcher) => {
          watcher.dispose();
        },
        () => undefined,
      );
    });
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return (await this.provider()).stat(uri);
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return (await this.provider()).readDirectory(uri);
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.provider()).readFile(uri);
  }

  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    options: Parameters<vscode.FileSystemProvider['writeFile']>[2],
  ): Promise<void> {
    await (await this.provider()).writeFile(uri, content, options);
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    await (await this.provider()).createDirectory(uri);
  }

  async delete(uri: vscode.Uri, options: Parameters<vscode.FileSystemProvider['delete']>[1]): Promise<void> {
    await (await this.provider()).delete(uri, options);
  }

  async rename(
    from: vscode.Uri,
    to: vscode.Uri,
    options: Parameters<vscode.FileSystemProvider['rename']>[2],
  ): Promise<void> {
    await (await this.provider()).rename(from, to, options);
  }

  dispose(): void {
    this.parts.dispose();
  }
}
