import * as vscode from 'vscode';
import { artifactReference } from '../../core/artifacts/artifactName';
import { Disposables } from '../shared/disposables';
import { ArtifactFileSystem } from './artifactFileSystem';
import { toItem, uriOf, type ArtifactItem } from './artifactItem';
import { ArtifactReader } from './artifactReader';
import type { ArtifactsOptions } from './artifacts';
import { ArtifactSource } from './artifactSource';
import { ArtifactComparison } from './compareArtifacts';
import { ArtifactDownload } from './downloadArtifacts';
import { EditorDialogs } from './downloadDialogs';
import { openArtifact } from './openArtifact';

type Items = readonly [ArtifactItem, ...ArtifactItem[]];

/** What the commands about artifacts and their file system do, as one chunk that is loaded with the first of them. */
export class ArtifactActions implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly source: ArtifactSource;
  private readonly comparison: ArtifactComparison;
  private readonly downloads: ArtifactDownload;
  /** The file system `mlflow-artifact:`. */
  readonly fileSystem: vscode.FileSystemProvider;

  constructor(private readonly options: ArtifactsOptions) {
    const { session, events, log, dialogs = new EditorDialogs(log) } = options;
    this.source = this.parts.add(new ArtifactSource(session, events));
    this.comparison = this.parts.add(new ArtifactComparison(this.source));
    this.downloads = this.parts.add(new ArtifactDownload(this.source, dialogs, log));
    const reader = this.parts.add(new ArtifactReader(this.source));
    this.fileSystem = this.parts.add(new ArtifactFileSystem(this.source, reader));
  }

  dispose(): void {
    this.parts.dispose();
  }

  async download(items: Items): Promise<void> {
    await this.downloads.download(items);
  }

  copyPath(items: Items): Promise<void> {
    return copy(items.map(({ path }) => path));
  }

  copyUri(items: Items): Promise<void> {
    return copy(items.map(({ root, path }) => artifactReference(root, path)));
  }

  selectForCompare([item]: Items): Promise<void> {
    return this.comparison.select(item);
  }

  compareWithSelected([item]: Items): Promise<void> {
    return this.comparison.compareWithSelected(item);
  }

  open([item]: Items): Promise<void> {
    return openArtifact(item, this.source, {
      download: (each) => vscode.commands.executeCommand('runlens.artifacts.download', uriOf(each)),
    });
  }

  async compareSelected([left, right]: Items): Promise<void> {
    if (right === undefined) {
      throw new Error(vscode.l10n.t('One artifact is selected. Select two to compare them.'));
    }
    await this.comparison.compare(left, right);
  }

  /** VS Code gives the clicked element, and all selected ones when there are several; the palette gives none. */
  items(clicked: unknown, selected: unknown): Items {
    const { state } = this.options.session;
    const info = state.kind === 'none' ? undefined : state.info;
    const several: readonly unknown[] =
      Array.isArray(selected) && selected.length > 0 ? selected : [clicked ?? activeUri()];
    const [first, ...others] = several.flatMap((value) => toItem(value, info) ?? []);
    if (first === undefined) {
      throw new Error(vscode.l10n.t('None is selected. Select one in the Experiments view, or open one.'));
    }
    return [first, ...others];
  }
}

function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const hasUri =
    input instanceof vscode.TabInputText ||
    input instanceof vscode.TabInputCustom ||
    input instanceof vscode.TabInputNotebook;
  return hasUri ? input.uri : undefined;
}

async function copy(lines: readonly string[]): Promise<void> {
  await vscode.env.clipboard.writeText(lines.join('\n'));
}
