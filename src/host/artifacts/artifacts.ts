import * as vscode from 'vscode';
import { ARTIFACT_SCHEME } from '../../core/artifacts/artifactUri';
import { Disposables } from '../shared/disposables';
import { lazily } from '../shared/lazily';
import { LazyFileSystem } from '../shared/lazyFileSystem';
import type { Session, StoreEvents } from '../shared/session';
import { showFailure } from '../shared/showError';
import type { ArtifactActions } from './artifactActions';
import type { DownloadDialogs } from './downloadDialogs';

/** What the feature needs. */
export interface ArtifactsOptions {
  readonly session: Session;
  readonly events: StoreEvents;
  readonly log: vscode.LogOutputChannel;
  /** VS Code's own unless given. */
  readonly dialogs?: DownloadDialogs;
}

type Action = Exclude<keyof ArtifactActions, 'dispose' | 'fileSystem' | 'items'>;

/** Artifacts in the editor: opened, compared, downloaded, copied by name. What does it is loaded when it is first wanted. */
export class Artifacts implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly actions = lazily(async () => {
    const { ArtifactActions } = await import('./artifactActions');
    return this.parts.add(new ArtifactActions(this.options));
  });

  constructor(private readonly options: ArtifactsOptions) {
    this.registerFileSystem();
    this.registerCommands();
  }

  dispose(): void {
    this.parts.dispose();
  }

  private registerFileSystem(): void {
    const fileSystem = this.parts.add(new LazyFileSystem(async () => (await this.actions()).fileSystem));
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
    this.command('open', vscode.l10n.t('Couldn’t open the artifact.'));
    this.command('download', vscode.l10n.t('Couldn’t download the artifacts.'));
    this.command('copyPath', vscode.l10n.t('Couldn’t copy the path.'));
    this.command('copyUri', vscode.l10n.t('Couldn’t copy the URI.'));
    const notCompared = vscode.l10n.t('Couldn’t compare the artifacts.');
    this.command('selectForCompare', notCompared);
    this.command('compareWithSelected', notCompared);
    this.command('compareSelected', notCompared);
  }

  private command(name: Action, failure: string): void {
    this.parts.add(
      vscode.commands.registerCommand(`runlens.artifacts.${name}`, async (clicked: unknown, selected: unknown) => {
        try {
          const actions = await this.actions();
          await actions[name](actions.items(clicked, selected));
        } catch (error) {
          this.report(failure, error);
        }
      }),
    );
  }

  private report(what: string, error: unknown): void {
    const wasCancelled = error instanceof Error && error.name === 'AbortError';
    if (!wasCancelled) {
      showFailure(this.options.log, what, error);
    }
  }
}
