import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import {
  hasStartupCommand,
  startupFileText,
  withoutStartupCommand,
  withStartupCommand,
} from '../../core/notebook/startupCommand';
import { Disposables } from '../shared/disposables';
import type { KernelConnectionSource } from '../shared/kernelConnectionSource';
import type { Session } from '../shared/session';
import { logsAllCells } from './cells';
import { hasJupyterExtension } from './jupyterApi';

interface StartupParts {
  readonly session: Session;
  readonly connections: KernelConnectionSource;
  readonly packagePath: string;
  /** Where the file lies that the command reads: the extension's own place, the same for every window. */
  readonly storage: vscode.Uri;
  readonly confirm: (title: string, detail: string, action: string) => Promise<boolean>;
  readonly log: vscode.LogOutputChannel;
}

/** Runlens' line in `jupyter.runStartupCommands`, which needs no consent at each kernel and is there before the first cell. */
export class StartupCommands implements vscode.Disposable {
  private readonly parts = new Disposables();
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: StartupParts) {
    const update = (): void => {
      this.writing = this.writing.then(() => this.updateFile());
    };
    this.parts.add(options.session.onDidChangeState(update));
    this.parts.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('runlens.notebooks')) {
          update();
        }
      }),
    );
    update();
  }

  /** Whether kernels are set up at their start. */
  get active(): boolean {
    return hasStartupCommand(settings().inspect('runStartupCommands')?.globalValue);
  }

  /** Asks, and writes the line into the person's settings. */
  async add(): Promise<void> {
    if (!hasJupyterExtension()) {
      throw new Error(
        vscode.l10n.t(
          'Microsoft’s Jupyter extension is not installed, and kernels of Runlens are set up without a start-up command.',
        ),
      );
    }
    const agreed = await this.options.confirm(
      vscode.l10n.t('Set up each Python kernel for MLflow when it starts?'),
      vscode.l10n.t(
        'Runlens adds one line to “jupyter.runStartupCommands” in your settings. It makes %%mlflow known in every kernel of Microsoft’s Jupyter extension on this machine and names the tracking server of the folder, never a password. Without Runlens it does nothing. “MLflow: Remove Set-Up of Kernels at Start” takes it away.',
      ),
      vscode.l10n.t('Add Start-Up Command'),
    );
    if (agreed) {
      await this.write((commands) => withStartupCommand(commands, this.file));
      await this.updateFile();
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Kernels are set up for MLflow from their next start on. Restart those that run.'),
      );
    }
  }

  /** Takes the line away, and what it reads. */
  async remove(): Promise<void> {
    if (!this.active) {
      throw new Error(vscode.l10n.t('Your settings have no start-up command of Runlens.'));
    }
    await this.write(withoutStartupCommand);
    await rm(this.file, { force: true });
    void vscode.window.showInformationMessage(vscode.l10n.t('Kernels are no longer set up for MLflow at their start.'));
  }

  dispose(): void {
    this.parts.dispose();
  }

  private get file(): string {
    return join(this.options.storage.fsPath, 'kernel-start.json');
  }

  private async write(change: (commands: unknown) => readonly string[]): Promise<void> {
    const commands = change(settings().inspect('runStartupCommands')?.globalValue);
    const value = commands.length === 0 ? undefined : commands;
    await settings().update('runStartupCommands', value, vscode.ConfigurationTarget.Global);
  }

  private async updateFile(): Promise<void> {
    // What is being connected to keeps what the file says of it.
    if (!this.active || this.options.session.state.kind === 'connecting') {
      return;
    }
    try {
      const previous = await readFile(this.file, 'utf8').catch(() => undefined);
      const text = startupFileText({
        previous,
        packagePath: this.options.packagePath,
        folders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
        connection: this.options.connections.kernelConnection,
        logAll: logsAllCells(),
      });
      await mkdir(dirname(this.file), { recursive: true });
      await writeFile(this.file, text, { mode: 0o600 });
    } catch (error) {
      this.options.log.warn(`The file that kernels read at their start was not written: ${String(error)}`);
    }
  }
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('jupyter');
}
