import * as vscode from 'vscode';
import { artifactReference } from '../../core/artifacts/artifactName';
import { ARTIFACT_SCHEME } from '../../core/artifacts/artifactUri';
import { Disposables } from '../shared/disposables';
import type { Session, StoreEvents } from '../shared/session';
import { showFailure } from '../shared/showError';
import { ArtifactFileSystem } from './artifactFileSystem';
import { toItem, uriOf, type ArtifactItem } from './artifactItem';
import { ArtifactReader } from './artifactReader';
import { ArtifactSource } from './artifactSource';
import { ArtifactComparison } from './compareArtifacts';
import { ArtifactDownload } from './downloadArtifacts';
import { EditorDialogs, type DownloadDialogs } from './downloadDialogs';
import { openArtifact } from './openArtifact';

/** What the feature needs. */
export interface ArtifactsOptions {
  readonly session: Session;
  readonly events: StoreEvents;
  readonly log: vscode.LogOutputChannel;
  /** VS Code's own unless given. */
  readonly dialogs?: DownloadDialogs;
}

type Items = readonly [ArtifactItem, ...ArtifactItem[]];
type Work = (items: Items) => Promise<unknown>;

/** Artifacts in the editor: opened, compared, downloaded, copied by name. */
export class Artifacts implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly source: ArtifactSource;
  private readonly comparison: ArtifactComparison;
  private readonly downloads: ArtifactDownload;

  constructor(private readonly options: ArtifactsOptions) {
    const { session, events, log, dialogs = new EditorDialogs(log) } = options;
    this.source = this.parts.add(new ArtifactSource(session, events));
    this.comparison = this.parts.add(new ArtifactComparison(this.source));
    this.downloads = this.parts.add(new ArtifactDownload(this.source, dialogs, log));
    this.registerFileSystem();
    this.registerCommands();
  }

  dispose(): void {
    this.parts.dispose();
  }

  private registerFileSystem(): void {
    const reader = this.parts.add(new ArtifactReader(this.source));
    const fileSystem = this.parts.add(new ArtifactFileSystem(this.source, reader));
    const why = vscode.l10n.t(
      'Artifacts are kept by the MLflow server and cannot be edited here. Download one to change it.',
    );
    this.parts.add(
      vscode.workspace.registerFileSystemProvider(ARTIFACT_SCHEME, fileSystem, {
        isCaseSensitive: true,
        isReadonly: new vscode.MarkdownString(why),
      }),
    );
  }

  private registerCommands(): void {
    this.command('open', vscode.l10n.t('Couldn’t open the artifact.'), ([item]) => this.open(item));
    this.command('download', vscode.l10n.t('Couldn’t download the artifacts.'), (items) =>
      this.downloads.download(items),
    );
    this.command('copyPath', vscode.l10n.t('Couldn’t copy the path.'), (items) => copy(items.map(({ path }) => path)));
    this.command('copyUri', vscode.l10n.t('Couldn’t copy the URI.'), (items) =>
      copy(items.map(({ root, path }) => artifactReference(root, path))),
    );
    const notCompared = vscode.l10n.t('Couldn’t compare the artifacts.');
    this.command('selectForCompare', notCompared, ([item]) => this.comparison.select(item));
    this.command('compareWithSelected', notCompared, ([item]) => this.comparison.compareWithSelected(item));
    this.command('compareSelected', notCompared, ([left, right]) => this.compare(left, right));
  }

  private command(name: string, failure: string, work: Work): void {
    this.parts.add(
      vscode.commands.registerCommand(`runlens.artifacts.${name}`, async (clicked: unknown, selected: unknown) => {
        try {
          await work(this.items(clicked, selected));
        } catch (error) {
          this.report(failure, error);
        }
      }),
    );
  }

  /** VS Code gives the clicked element, and all selected ones when there are several; the palette gives none. */
  private items(clicked: unknown, selected: unknown): Items {
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

  private open(item: ArtifactItem): Promise<void> {
    return openArtifact(item, this.source, {
      download: (each) => vscode.commands.executeCommand('runlens.artifacts.download', uriOf(each)),
    });
  }

  private async compare(left: ArtifactItem, right: ArtifactItem | undefined): Promise<void> {
    if (right === undefined) {
      throw new Error(vscode.l10n.t('One artifact is selected. Select two to compare them.'));
    }
    await this.comparison.compare(left, right);
  }

  private report(what: string, error: unknown): void {
    const wasCancelled = error instanceof Error && error.name === 'AbortError';
    if (!wasCancelled) {
      showFailure(this.options.log, what, error);
    }
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
