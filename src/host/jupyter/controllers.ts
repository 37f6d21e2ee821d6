import * as vscode from 'vscode';
import type { KernelSpec } from '../../core/jupyter/savedServers';
import { singleLine, withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import type { KernelChoice, KernelServer } from './kernelChoice';

const NOTEBOOK_TYPE = 'jupyter-notebook';
const MICROSOFT_JUPYTER = 'ms-toolsai.jupyter';

/** What is done with a notebook and the kernel that it was given. */
export interface ControllerActions {
  run(choice: KernelChoice, notebook: vscode.Uri, cells: readonly vscode.NotebookCell[]): Promise<void>;
  interrupt(notebook: vscode.Uri): Promise<void>;
  /** A notebook took the kernel, or had it when the window was last open. */
  select(choice: KernelChoice, notebook: vscode.Uri): void;
}

/** One entry of the kernel picker for each kernel of each server. */
export class Controllers implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly choices = new Map<string, KernelChoice>();
  private readonly selected = new Map<string, string>();

  constructor(private readonly actions: ControllerActions) {
    this.parts.add(
      vscode.workspace.onDidOpenNotebookDocument((notebook) => {
        this.prefer(notebook);
      }),
    );
  }

  /** Shows these kernels of the server, and no others. */
  show(server: KernelServer, specs: readonly KernelSpec[]): void {
    const wanted = new Map(specs.map((spec) => [controllerId(server, spec), spec] as const));
    for (const [id, choice] of this.choices) {
      if (choice.server.id === server.id && !wanted.has(id)) {
        choice.controller.dispose();
        this.choices.delete(id);
      }
    }
    for (const [id, spec] of wanted) {
      if (!this.choices.has(id)) {
        this.choices.set(id, this.create(id, server, spec));
      }
    }
    vscode.workspace.notebookDocuments.forEach((notebook) => {
      this.prefer(notebook);
    });
  }

  /** Whether one of these is the kernel that the notebook has in the picker. */
  isSelected(notebook: vscode.Uri): boolean {
    return this.selected.has(notebook.toString());
  }

  dispose(): void {
    this.parts.dispose();
    for (const { controller } of this.choices.values()) {
      controller.dispose();
    }
    this.choices.clear();
  }

  private create(id: string, server: KernelServer, spec: KernelSpec): KernelChoice {
    const name = singleLine(spec.displayName, 80);
    const label = vscode.l10n.t('Runlens: {0} on {1}', name, singleLine(server.label, 120));
    const controller = vscode.notebooks.createNotebookController(id, NOTEBOOK_TYPE, withoutIcons(label));
    controller.supportsExecutionOrder = true;
    controller.detail =
      server.place === 'local'
        ? vscode.l10n.t('Starts a Jupyter server from the workspace’s Python')
        : vscode.l10n.t('On the Jupyter server at {0}', withoutIcons(server.id));
    if (spec.language !== '') {
      controller.supportedLanguages = [spec.language.toLowerCase()];
    }
    const choice = { controller, server, specName: spec.name };
    controller.executeHandler = async (cells, notebook) => {
      await this.actions.run(choice, notebook.uri, cells);
    };
    controller.interruptHandler = async (notebook) => {
      await this.actions.interrupt(notebook.uri);
    };
    controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
      this.select(choice, notebook.uri, selected);
    });
    return choice;
  }

  private select(choice: KernelChoice, notebook: vscode.Uri, selected: boolean): void {
    const { id } = choice.controller;
    const key = notebook.toString();
    if (selected) {
      this.selected.set(key, id);
      this.actions.select(choice, notebook);
    } else if (this.selected.get(key) === id) {
      this.selected.delete(key);
    }
  }

  // Where no other extension has kernels, pressing Run is enough: the local server is what VS Code takes then.
  private prefer(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== NOTEBOOK_TYPE || vscode.extensions.getExtension(MICROSOFT_JUPYTER) !== undefined) {
      return;
    }
    const local = [...this.choices.values()].find(
      ({ server, specName }) => server.place === 'local' && specName === 'python3',
    );
    local?.controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
  }
}

function controllerId({ id }: KernelServer, { name }: KernelSpec): string {
  return `runlens.jupyter:${id}#${name}`;
}
