import * as vscode from 'vscode';
import { titleOf, uriOf, type ArtifactItem } from './artifactItem';
import type { ArtifactSource } from './artifactSource';
import { editabilityOf } from './editability';
import { mayCompareNotebooks } from './notebookScripts';
import { unnameable } from './openArtifact';

const SELECTED = 'runlens.artifacts.selectedForCompare';

/** Two artifacts, of one run or of two, in VS Code's diff editor. */
export class ArtifactComparison implements vscode.Disposable {
  private selected: ArtifactItem | undefined;

  constructor(private readonly source: ArtifactSource) {}

  async select(item: ArtifactItem): Promise<void> {
    this.selected = await this.named(item);
    await vscode.commands.executeCommand('setContext', SELECTED, true);
  }

  async compareWithSelected(item: ArtifactItem): Promise<void> {
    if (this.selected === undefined) {
      throw new Error(vscode.l10n.t('No artifact is selected. Choose Select for Compare on one first.'));
    }
    await this.compare(this.selected, item);
  }

  async compare(left: ArtifactItem, right: ArtifactItem): Promise<void> {
    const sides = await Promise.all([this.side(left), this.side(right)]);
    const [a, b] = sides;
    if (a.uri.path === b.uri.path) {
      throw new Error(vscode.l10n.t('{0} was compared with itself. Choose another artifact.', a.title));
    }
    if (a.kind !== b.kind && sides.some(({ kind }) => kind === 'image')) {
      throw new Error(vscode.l10n.t('{0} and {1} are of different kinds: one is an image.', a.title, b.title));
    }
    if (sides.some(({ kind }) => kind === 'notebook') && !(await mayCompareNotebooks(a.title, b.title))) {
      return;
    }
    await vscode.commands.executeCommand('vscode.diff', a.uri, b.uri, `${a.title} ↔ ${b.title}`, { preview: true });
  }

  dispose(): void {
    this.selected = undefined;
    void vscode.commands.executeCommand('setContext', SELECTED, false);
  }

  private async side(item: ArtifactItem): Promise<{ uri: vscode.Uri; title: string; kind: string }> {
    const [editability, named] = await Promise.all([editabilityOf(item, this.source), this.named(item)]);
    const uri = uriOf(named);
    if (uri === undefined) {
      throw new Error(unnameable(item));
    }
    if ('why' in editability) {
      throw new Error(editability.why);
    }
    return { uri, title: titleOf(named), kind: editability.kind };
  }

  /** With the run's name, which a URI does not have. */
  private async named(item: ArtifactItem): Promise<ArtifactItem> {
    return item.runName === undefined ? { ...item, runName: (await this.source.factsOf(item)).name } : item;
  }
}
