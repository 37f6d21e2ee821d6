import * as vscode from 'vscode';
import type { KernelSpec } from '../../core/jupyter/savedServers';
import { singleLine, withoutIcons } from '../../core/text/safeText';
import { Disposables } from '../shared/disposables';
import type { KernelChoice, Kernels } from './kernels';
import type { KernelSource } from './kernelSource';

const NOTEBOOK_TYPE = 'jupyter-notebook';
const MICROSOFT_JUPYTER = 'ms-toolsai.jupyter';

/** One entry of the kernel picker for each kernel of each server. */
export class Controllers implements vscode.Disposable {
  private readonly parts = new Disposables();
  private readonly choices = new Map<string, KernelChoice>();
  private readonly selected = new Map<string, string>();
  private readonly took = this.parts.add(new vscode.EventEmitter<{ notebook: vscode.Uri; choice: KernelChoice }>());
  /** Fires when a notebook takes one of these kernels, and for each that has one when the window was loaded again. */
  readonly onDidSelect = this.took.event;

  constructor(private readonly kernels: Kernels) {
    this.parts.add(
      vscode.workspace.onDidOpenNotebookDocument((notebook) => {
        this.prefer(notebook);
      }),
    );
  }

  /** Shows these kernels of the server, and no others. */
  show(source: KernelSource, specs: readonly KernelSpec[]): void {
    const wanted = new Map(specs.map((spec) => [controllerId(source, spec), spec] as const));
    for (const [id, choice] of this.choices) {
      if (choice.source.id === source.id && !wanted.has(id)) {
        choice.controller.dispose();
        this.choices.delete(id);
      }
    }
    for (const [id, spec] of wanted) {
      if (!this.choices.has(id)) {
        this.choices.set(id, this.create(id, source, spec));
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

  private create(id: string, source: KernelSource, spec: KernelSpec): KernelChoice {
    const name = singleLine(spec.displayName, 80);
    const label = vscode.l10n.t('Runlens: {0} on {1}', name, singleLine(source.label, 120));
    const controller = vscode.notebooks.createNotebookController(id, NOTEBOOK_TYPE, withoutIcons(label));
    controller.supportsExecutionOrder = true;
    controller.detail =
      source.place === 'local'
        ? vscode.l10n.t('Starts a Jupyter server from the workspace’s Python')
        : vscode.l10n.t('On the Jupyter server at {0}', withoutIcons(source.id));
    if (spec.language !== '') {
      controller.supportedLanguages = [spec.language.toLowerCase()];
    }
    const choice = { controller, source, specName: spec.name };
    controller.executeHandler = async (cells, notebook) => {
      await this.kernels.run(choice, notebook.uri, cells);
    };
    controller.interruptHandler = async (notebook) => {
      await this.kernels.interrupt(notebook.uri);
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
    } else if (this.selected.get(key) === id) {
      this.selected.delete(key);
    }
    // Who takes another kernel is done with the one before.
    const kernel = this.kernels.get(notebook);
    if (selected && kernel !== undefined && kernel.controller.id !== id) {
      void this.kernels.end(notebook);
    }
    if (selected) {
      this.took.fire({ notebook, choice });
    }
  }

  // Where no other extension has kernels, pressing Run is enough: the local server is what VS Code takes then.
  private prefer(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== NOTEBOOK_TYPE || vscode.extensions.getExtension(MICROSOFT_JUPYTER) !== undefined) {
      return;
    }
    const local = [...this.choices.values()].find(
      ({ source, specName }) => source.place === 'local' && specName === 'python3',
    );
    local?.controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
  }
}

function controllerId({ id }: KernelSource, { name }: KernelSpec): string {
  return `runlens.jupyter:${id}#${name}`;
}
