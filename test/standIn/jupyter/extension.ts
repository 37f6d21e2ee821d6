/**
 * A stand-in for Microsoft's Jupyter extension, which no registry of the tests has. It says what it is, runs cells in a real
 * kernel, and exports the published API with just the behaviour that Runlens depends on.
 */
import { dirname, join } from 'node:path';
import type { Jupyter, Kernel, KernelStatus } from '@vscode/jupyter-extension';
import * as vscode from 'vscode';
import { KernelProcess, type KernelOutput } from './kernelProcess';
import { itemsOf } from './outputs';

const running = new Map<string, StandInKernel>();
/** Codes that another extension has run, newest last. */
const executed: string[] = [];
let consent: boolean | undefined;

/** A kernel as extensions see it, and as the notebook does. */
class StandInKernel implements Kernel {
  readonly language = 'python';
  private readonly changed = new vscode.EventEmitter<KernelStatus>();
  readonly onDidChangeStatus = this.changed.event;
  /** The person has run a cell: before that no other extension gets at the kernel. */
  used = false;
  status: KernelStatus = 'starting';
  readonly process: KernelProcess;
  private readonly displays = new Map<
    string,
    { execution: vscode.NotebookCellExecution; output: vscode.NotebookCellOutput }
  >();

  constructor(directory: string) {
    this.process = new KernelProcess(
      process.env.RUNLENS_STAND_IN_PYTHON ?? 'python3',
      join(__dirname, 'kernel.py'),
      directory,
    );
    void this.start();
  }

  async restart(): Promise<void> {
    this.set('restarting');
    await this.process.restart();
    await this.start();
  }

  async runCell(controller: vscode.NotebookController, cell: vscode.NotebookCell): Promise<void> {
    const execution = controller.createNotebookCellExecution(cell);
    execution.start(Date.now());
    await execution.clearOutput();
    const metadata = { ...cell.metadata, cellId: cell.document.uri.toString() };
    const { status, execution_count: count } = await this.process.execute(
      { code: cell.document.getText(), store_history: true, metadata },
      (output) => void this.show(execution, output),
    );
    this.used = true;
    execution.executionOrder = count ?? undefined;
    execution.end(status === 'ok', Date.now());
  }

  async *executeCode(code: string): AsyncGenerator<{ items: vscode.NotebookCellOutputItem[] }> {
    if (!(await mayExecute())) {
      throw Object.assign(new Error('Access to Jupyter kernels has been revoked'), {
        name: 'vscode.jupyter.apiAccessRevoked',
      });
    }
    executed.push(code);
    const outputs: KernelOutput[] = [];
    await this.process.execute({ code, store_history: false }, (output) => outputs.push(output));
    for (const output of outputs) {
      yield { items: itemsOf(output) };
    }
    const failed = outputs.find(({ type }) => type === 'error');
    if (failed !== undefined) {
      throw new Error(`${failed.ename ?? ''}: ${failed.evalue ?? ''}`);
    }
  }

  private async start(): Promise<void> {
    await this.process.ready;
    const commands = vscode.workspace.getConfiguration('jupyter').get<readonly string[] | string>('runStartupCommands');
    const code = [commands ?? []].flat().join('\n').replaceAll('\\n', '\n');
    if (code !== '') {
      await this.process.execute({ code, store_history: false }, () => undefined);
    }
    this.set('idle');
  }

  private set(status: KernelStatus): void {
    this.status = status;
    this.changed.fire(status);
  }

  private async show(execution: vscode.NotebookCellExecution, output: KernelOutput): Promise<void> {
    const id = output.transient?.display_id;
    const known = id === undefined ? undefined : this.displays.get(id);
    if (output.type === 'update_display_data') {
      await known?.execution.replaceOutputItems(itemsOf(output), known.output);
      return;
    }
    const shown = new vscode.NotebookCellOutput(itemsOf(output));
    if (id !== undefined) {
      this.displays.set(id, { execution, output: shown });
    }
    await execution.appendOutput(shown);
  }
}

/** Asks once, as Microsoft's extension does; the answer stays. */
async function mayExecute(): Promise<boolean> {
  if (consent === undefined) {
    const question = 'Do you want to grant Kernel access to the extension Runlens? (stand-in)';
    consent = (await vscode.window.showInformationMessage(question, { modal: true }, 'Allow', 'Deny')) === 'Allow';
  }
  return consent;
}

function kernelOf(notebook: vscode.NotebookDocument): StandInKernel {
  const key = notebook.uri.toString();
  const kernel = running.get(key) ?? new StandInKernel(dirname(notebook.uri.fsPath));
  running.set(key, kernel);
  return kernel;
}

/** Offers the kernel, and exports the API. */
export function activate(context: vscode.ExtensionContext): Jupyter {
  const controller = vscode.notebooks.createNotebookController(
    'stand-in',
    'jupyter-notebook',
    'Python of the Stand-In',
  );
  controller.supportedLanguages = ['python'];
  controller.supportsExecutionOrder = true;
  controller.executeHandler = async (cells, notebook) => {
    for (const cell of cells) {
      await kernelOf(notebook).runCell(controller, cell);
    }
  };
  context.subscriptions.push(
    controller,
    vscode.commands.registerCommand('standIn.restart', async (uri: vscode.Uri) =>
      running.get(uri.toString())?.restart(),
    ),
    vscode.commands.registerCommand('standIn.executed', () => executed),
    {
      dispose: () => {
        for (const kernel of running.values()) kernel.process.dispose();
      },
    },
  );
  return {
    kernels: {
      getKernel: (uri) => {
        const kernel = running.get(uri.toString());
        return Promise.resolve(kernel?.used === true ? kernel : undefined);
      },
    },
    createJupyterServerCollection: () => {
      throw new Error('The stand-in has no server collections');
    },
  };
}
