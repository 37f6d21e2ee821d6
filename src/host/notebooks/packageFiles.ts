import * as vscode from 'vscode';

/** The kernel's package as the extension carries it. */
export class PackageFiles {
  private sources: Promise<Readonly<Record<string, string>>> | undefined;
  private readonly root: vscode.Uri;

  constructor(extension: vscode.Uri) {
    this.root = vscode.Uri.joinPath(extension, 'python', 'src');
  }

  /** The directory to import from, on this machine. */
  get path(): string {
    return this.root.fsPath;
  }

  /** Its modules by their path, such as `runlens/__init__.py`, for machines that don't have the directory. Read once. */
  readSources(): Promise<Readonly<Record<string, string>>> {
    this.sources ??= this.read('runlens').then(Object.fromEntries);
    return this.sources;
  }

  private async read(directory: string): Promise<(readonly [string, string])[]> {
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(this.root, directory));
    const read = entries.map(async ([name, type]): Promise<(readonly [string, string])[]> => {
      const path = `${directory}/${name}`;
      if (type === vscode.FileType.Directory) {
        return name === '__pycache__' ? [] : this.read(path);
      }
      return name.endsWith('.py') ? [[path, await this.text(path)]] : [];
    });
    return (await Promise.all(read)).flat();
  }

  private async text(path: string): Promise<string> {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.root, path)));
  }
}
