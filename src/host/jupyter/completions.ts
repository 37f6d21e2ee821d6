import * as vscode from 'vscode';
import type { NotebookKernel } from './notebookKernel';

const LIMIT_MS = 1500;
const MOST = 500;

const KINDS: Readonly<Record<string, vscode.CompletionItemKind>> = {
  function: vscode.CompletionItemKind.Function,
  class: vscode.CompletionItemKind.Class,
  module: vscode.CompletionItemKind.Module,
  instance: vscode.CompletionItemKind.Variable,
  statement: vscode.CompletionItemKind.Variable,
  keyword: vscode.CompletionItemKind.Keyword,
  param: vscode.CompletionItemKind.Property,
  property: vscode.CompletionItemKind.Property,
  path: vscode.CompletionItemKind.File,
  magic: vscode.CompletionItemKind.Event,
};

/** Completion in Python cells by what their kernel knows, while it has the time to answer. */
export class KernelCompletions implements vscode.CompletionItemProvider {
  constructor(
    private readonly isSelected: (notebook: vscode.Uri) => boolean,
    private readonly kernelOf: (notebook: vscode.Uri) => NotebookKernel | undefined,
  ) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[] | undefined> {
    const notebook = notebookOf(document);
    const kernel = notebook === undefined ? undefined : this.kernelOf(notebook);
    if (notebook === undefined || kernel === undefined || !this.isSelected(notebook)) {
      return undefined;
    }
    const asked = kernel.complete(document.getText(), document.offsetAt(position));
    const proposals = await Promise.race([asked.catch(() => undefined), timeUp(token)]);
    return proposals?.slice(0, MOST).map(({ text, start, end, type }) => {
      const item = new vscode.CompletionItem(text, KINDS[type] ?? vscode.CompletionItemKind.Text);
      item.range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      // The kernel's proposals may begin before the word that VS Code sees, as `%time` does.
      item.filterText = text;
      return item;
    });
  }
}

function notebookOf(document: vscode.TextDocument): vscode.Uri | undefined {
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  )?.uri;
}

function timeUp(token: vscode.CancellationToken): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, LIMIT_MS, undefined);
    token.onCancellationRequested(() => {
      resolve(undefined);
    });
  });
}
