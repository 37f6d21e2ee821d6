import * as vscode from 'vscode';
import { baseName } from '../../core/artifacts/artifactName';
import { listTree } from '../../core/artifacts/artifactTree';
import { rootId } from '../../core/artifacts/artifactUri';
import {
  folderName,
  planDownload,
  withoutNested,
  type DownloadPlan,
  type DownloadSelection,
} from '../../core/artifacts/downloadPlan';
import { formatBytes } from '../../core/format/number';
import { checkArtifactPath } from '../../core/mlflow/artifactPath';
import { singleLine } from '../../core/text/safeText';
import { nameOf, type ArtifactItem } from './artifactItem';
import type { ArtifactSource } from './artifactSource';
import { DiskTarget } from './diskTarget';
import type { DownloadDialogs } from './downloadDialogs';
import type { DownloadResult } from './downloadResult';
import type { DownloadTarget } from './downloadTarget';
import { EditorTarget } from './editorTarget';
import { Transfer } from './transfer';
import { withTransferProgress } from './transferProgress';

const LIMITS = { entries: 20_000, depth: 32 };

/** Downloads files and folders of runs and of logged models. */
export class ArtifactDownload implements vscode.Disposable {
  private readonly lifetime = new AbortController();

  constructor(
    private readonly source: ArtifactSource,
    private readonly dialogs: DownloadDialogs,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  async download(selected: readonly ArtifactItem[]): Promise<void> {
    const items = await Promise.all(withoutNested(selected).map((item) => this.resolve(item)));
    const [first] = items;
    if (first === undefined) {
      return;
    }
    const isFile = items.length === 1 && first.isDirectory !== true;
    await (isFile ? this.downloadFile(first) : this.downloadFolder(items));
  }

  dispose(): void {
    this.lifetime.abort();
  }

  private async downloadFile(item: ArtifactItem): Promise<void> {
    const file = await this.dialogs.pickFile(safeFileName(item));
    if (file === undefined) {
      return;
    }
    const target = await openTarget(vscode.Uri.joinPath(file, '..'));
    const planned = { root: item.root, path: item.path, target: [baseName(file.path)], size: item.size ?? 0 };
    // The save dialog has asked about a file that is there already.
    await this.transfer({ files: [planned], leftOut: [], bytes: planned.size }, target, item, true);
  }

  private async downloadFolder(items: readonly ArtifactItem[]): Promise<void> {
    const folder = await this.dialogs.pickFolder();
    const [first] = items;
    if (folder === undefined || first === undefined) {
      return;
    }
    const target = await openTarget(folder);
    const plan = await this.plan(items, folder);
    await assertRoom(plan, target);
    const there = await filesThere(plan, target);
    const answer =
      there.size === 0 ? 'skip' : await this.dialogs.askReplace([...there].map((path) => singleLine(path)));
    if (answer === undefined) {
      return;
    }
    const wanted = answer === 'replace' ? plan : without(plan, there);
    await this.transfer(wanted, target, first, answer === 'replace');
  }

  private plan(items: readonly ArtifactItem[], folder: vscode.Uri): Promise<DownloadPlan> {
    const roots = new Set(items.map(({ root }) => rootId(root)));
    const title = vscode.l10n.t('Listing what to download');
    return withTransferProgress(title, this.lifetime.signal, async (_report, signal) => {
      const trees = await Promise.all(items.map((item) => this.select(item, roots.size > 1, signal)));
      // What an unknown file system refuses is not known: the strictest rules hold there.
      const plan = planDownload(trees, process.platform === 'win32' || folder.scheme !== 'file');
      return { ...plan, leftOut: [...trees.flatMap(({ leftOut }) => leftOut), ...plan.leftOut] };
    });
  }

  private async select(
    item: ArtifactItem,
    apart: boolean,
    signal: AbortSignal,
  ): Promise<DownloadSelection & Pick<DownloadPlan, 'leftOut'>> {
    const { root, path, runName = rootId(root) } = item;
    const place = {
      root,
      top: path,
      ...((apart || path === '') && { folder: folderName(runName, rootId(root)) }),
    };
    if (item.isDirectory !== true) {
      return { ...place, files: [{ path, isDirectory: false, size: item.size }], leftOut: [] };
    }
    const list = (each: string): ReturnType<ArtifactSource['list']> => {
      signal.throwIfAborted();
      return this.source.list({ ...item, path: each });
    };
    return { ...place, ...(await listTree(list, path, LIMITS)) };
  }

  private async transfer(
    plan: DownloadPlan,
    target: DownloadTarget,
    item: ArtifactItem,
    replace: boolean,
  ): Promise<void> {
    const title =
      plan.files.length === 1
        ? vscode.l10n.t('Downloading {0}', nameOf(item))
        : vscode.l10n.t('Downloading {0} files', plan.files.length);
    const result = await withTransferProgress(title, this.lifetime.signal, (report, signal) => {
      const read = (
        { root, path }: DownloadPlan['files'][number],
        abort: AbortSignal,
      ): ReturnType<ArtifactSource['read']> => this.source.read({ connection: item.connection, root, path }, abort);
      const onProgress = (bytes: number): void => {
        report(bytes, plan.bytes);
      };
      return new Transfer(plan, { target, replace, signal, read, onProgress }).run();
    });
    this.tell(result);
  }

  private tell(result: DownloadResult): void {
    const leftOut = result.leftOut.map(({ path, reason }) => ({ path: singleLine(path), reason: singleLine(reason) }));
    for (const { path, reason } of leftOut) {
      this.log.warn(`Download: “${path}” was left out: ${reason}.`);
    }
    this.dialogs.tell({ ...result, leftOut });
  }

  private async resolve(item: ArtifactItem): Promise<ArtifactItem> {
    if (item.isDirectory !== undefined) {
      return item;
    }
    const [entry, { name }] = await Promise.all([this.source.find(item), this.source.factsOf(item)]);
    if (entry === undefined) {
      throw new Error(
        vscode.l10n.t('{0} is not among the artifacts any more, so it was not downloaded.', nameOf(item)),
      );
    }
    return {
      ...item,
      runName: name,
      isDirectory: entry.isDirectory,
      ...(entry.size !== undefined && { size: entry.size }),
    };
  }
}

function safeFileName(item: ArtifactItem): string {
  const name = baseName(item.path);
  return checkArtifactPath(name, true).kind === 'safe' ? name : folderName(name, 'artifact');
}

async function openTarget(folder: vscode.Uri): Promise<DownloadTarget> {
  return folder.scheme === 'file' ? DiskTarget.open(folder) : new EditorTarget(folder);
}

async function assertRoom(plan: DownloadPlan, target: DownloadTarget): Promise<void> {
  const free = await target.freeBytes();
  if (free !== undefined && plan.bytes > free) {
    throw new Error(
      vscode.l10n.t(
        'The files have {0}, and the disk has room for {1}. Nothing was downloaded. Choose fewer files or another folder.',
        formatBytes(plan.bytes),
        formatBytes(free),
      ),
    );
  }
}

async function filesThere(plan: DownloadPlan, target: DownloadTarget): Promise<ReadonlySet<string>> {
  const there = new Set<string>();
  for (const file of plan.files) {
    if (await target.exists(file.target)) {
      there.add(file.target.join('/'));
    }
  }
  return there;
}

function without(plan: DownloadPlan, there: ReadonlySet<string>): DownloadPlan {
  const files = plan.files.filter(({ target }) => !there.has(target.join('/')));
  return { ...plan, files, bytes: files.reduce((sum, { size = 0 }) => sum + size, 0) };
}
