import * as vscode from 'vscode';
import { artifactReference } from '../../core/artifacts/artifactName';
import { ARTIFACT_SCHEME } from '../../core/artifacts/artifactUri';
import { isCancelled } from '../../core/mlflow/errors';
import { withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import type { Session, StoreEvents } from '../shared/session';
import { ArtifactFileSystem } from './artifactFileSystem';
import { toItem, type ArtifactItem } from './artifactItem';
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

type Work = (items: readonly [ArtifactItem, ...ArtifactItem[]]) => Promise<unknown>;

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
    this.command('open', ([item]) => this.open(item));
    this.command('download', (items) => this.downloads.download(items));
    this.command('copyPath', (items) => copy(items.map(({ path }) => path)));
    this.command('copyUri', (items) => copy(items.map(({ root, path }) => artifactReference(root, path))));
    this.command('selectForCompare', ([item]) => this.comparison.select(item));
    this.command('compareWithSelected', ([item]) => this.comparison.compareWithSelected(item));
    this.command('compareSelected', ([left, right]) => this.compare(left, right));
  }

  private command(name: string, work: Work): void {
    this.parts.add(
      vscode.commands.registerCommand(`runlens.artifacts.${name}`, (clicked: unknown, selected: unknown) =>
        this.run(work, clicked, selected),
      ),
    );
  }

  /** VS Code gives the clicked element, and all selected ones when there are several; the palette gives none. */
  private async run(work: Work, clicked: unknown, selected: unknown): Promise<void> {
    const { state } = this.options.session;
    const info = state.kind === 'none' ? undefined : state.info;
    const several: readonly unknown[] =
      Array.isArray(selected) && selected.length > 0 ? selected : [clicked ?? activeUri()];
    const [first, ...others] = several.flatMap((value) => toItem(value, info) ?? []);
    try {
      if (first === undefined) {
        throw new Error(vscode.l10n.t('No artifact is selected. Select one in the Experiments view, or open one.'));
      }
      await work([first, ...others]);
    } catch (error) {
      this.report(error);
    }
  }

  private async open(item: ArtifactItem): Promise<void> {
    await openArtifact(item, this.source, {
      download: (each) => {
        this.downloads.download([each]).catch((error: unknown) => {
          this.report(error);
        });
      },
    });
  }

  private async compare(left: ArtifactItem, right: ArtifactItem | undefined): Promise<void> {
    if (right === undefined) {
      throw new Error(vscode.l10n.t('One artifact is selected. Select two to compare them.'));
    }
    await this.comparison.compare(left, right);
  }

  private report(error: unknown): void {
    if (isCancelled(error) || (error instanceof Error && error.name === 'AbortError')) {
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    this.options.log.error(error instanceof Error ? error : message);
    void vscode.window.showErrorMessage(withoutIcons(message));
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
