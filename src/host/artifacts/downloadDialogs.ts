import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { formatBytes, formatCount } from '../../core/format/number';
import { withoutIcons } from '../../core/text/safeText';
import type { DownloadResult } from './downloadResult';

const MAX_TEXT = 1200;

/** What a download asks the person, and tells. */
export interface DownloadDialogs {
  /** Where to put one file; undefined when the person has changed their mind. */
  pickFile(name: string): Promise<vscode.Uri | undefined>;
  pickFolder(): Promise<vscode.Uri | undefined>;
  /** What to do about files that are there already. */
  askReplace(names: readonly string[]): Promise<'replace' | 'skip' | undefined>;
  tell(result: DownloadResult): void;
}

/** The dialogs and notifications of VS Code. */
export class EditorDialogs implements DownloadDialogs {
  private lastFolder: vscode.Uri | undefined;

  constructor(private readonly log: vscode.LogOutputChannel) {}

  async pickFile(name: string): Promise<vscode.Uri | undefined> {
    const file = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Download Artifact'),
      saveLabel: vscode.l10n.t('Download'),
      defaultUri: vscode.Uri.joinPath(this.startFolder(), name),
    });
    this.lastFolder = file && vscode.Uri.joinPath(file, '..');
    return file;
  }

  async pickFolder(): Promise<vscode.Uri | undefined> {
    const folders = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Folder to Download To'),
      openLabel: vscode.l10n.t('Download Here'),
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: this.startFolder(),
    });
    this.lastFolder = folders?.[0];
    return this.lastFolder;
  }

  async askReplace(names: readonly string[]): Promise<'replace' | 'skip' | undefined> {
    const replace = vscode.l10n.t('Replace');
    const skip = vscode.l10n.t('Keep Them');
    const more = names.length > 10 ? `\n… ${formatCount(names.length - 10, 'more', 'more')}` : '';
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t('{0} of the files are there already. Replace them?', names.length),
      { modal: true, detail: names.slice(0, 10).join('\n') + more },
      replace,
      skip,
    );
    return choice === replace ? 'replace' : choice === skip ? 'skip' : undefined;
  }

  tell(result: DownloadResult): void {
    void this.summarize(result);
  }

  private async summarize(result: DownloadResult): Promise<void> {
    const text = withoutIcons(summaryOf(result), MAX_TEXT);
    const actions = this.actionsFor(result);
    const show = result.failure === undefined && result.leftOut.length === 0 ? 'Information' : 'Warning';
    const choice = await vscode.window[`show${show}Message`](text, ...actions.map(({ title }) => title));
    await actions.find(({ title }) => title === choice)?.run();
  }

  private actionsFor(result: DownloadResult): readonly SummaryAction[] {
    const actions: SummaryAction[] = [];
    const [only] = result.written;
    if (only !== undefined) {
      if (result.written.length === 1) {
        actions.push(action(vscode.l10n.t('Open'), 'vscode.open', only));
      }
      const reveal = revealCommand(only);
      if (reveal !== undefined) {
        actions.push(action(vscode.l10n.t('Reveal'), reveal, only));
      }
    }
    if (result.leftOut.length > 0) {
      actions.push({
        title: vscode.l10n.t('Show What Was Left Out'),
        run: () => {
          this.log.show();
        },
      });
    }
    return actions;
  }

  private startFolder(): vscode.Uri {
    return this.lastFolder ?? vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  }
}

interface SummaryAction {
  readonly title: string;
  run(): unknown;
}

function action(title: string, command: string, uri: vscode.Uri): SummaryAction {
  return { title, run: () => vscode.commands.executeCommand(command, uri) };
}

/** The system's file manager shows files of the machine that the window runs on; the explorer those of the workspace. */
function revealCommand(uri: vscode.Uri): string | undefined {
  if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) {
    return 'revealInExplorer';
  }
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  return isHere && uri.scheme === 'file' ? 'revealFileInOS' : undefined;
}

function summaryOf({ written, bytes, leftOut, folder, failure }: DownloadResult): string {
  const files = formatCount(written.length, vscode.l10n.t('file'), vscode.l10n.t('files'));
  const to = folder.scheme === 'file' ? folder.fsPath : folder.toString(true);
  const done = vscode.l10n.t('Downloaded {0}, {1}, to {2}.', files, formatBytes(bytes), to);
  const parts = [
    failure === undefined ? '' : vscode.l10n.t('The download stopped. {0}', failure),
    written.length > 0 || failure === undefined ? done : '',
    leftOut.length > 0 ? leftOutText(leftOut) : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function leftOutText(leftOut: DownloadResult['leftOut']): string {
  const [first] = leftOut;
  return leftOut.length === 1 && first !== undefined
    ? vscode.l10n.t('“{0}” was left out: {1}.', first.path, first.reason)
    : vscode.l10n.t('{0} files were left out.', leftOut.length);
}
