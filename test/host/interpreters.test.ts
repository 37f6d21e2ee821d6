import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { listInterpreters } from '../../src/host/shared/interpreters';
import { ManagedServer } from '../../src/host/server/managedServer';
import { setSetting, workspaceFolder } from './support/connections';

const python = process.env.RUNLENS_TEST_PYTHON ?? '';

// `ms-python.python` is the stand-in of test/host/standIns here.
describe('the interpreter of the local server', () => {
  const folder = vscode.Uri.file(workspaceFolder());

  afterEach(async () => {
    Reflect.deleteProperty(process.env, 'RUNLENS_TEST_SELECTED_PYTHON');
    await setSetting('pythonPath', undefined, vscode.ConfigurationTarget.Global);
  });

  it('is the one that is selected in the Python extension, before the folder’s own and PATH', async () => {
    process.env.RUNLENS_TEST_SELECTED_PYTHON = python;
    const [first, ...others] = await listInterpreters(folder);
    assert.equal(first, python);
    assert.ok(others.includes(join(folder.fsPath, '.venv/bin/python')) && others.includes('python3'));
  });

  it('is the setting’s alone where there is one', async () => {
    process.env.RUNLENS_TEST_SELECTED_PYTHON = python;
    await setSetting('pythonPath', '/opt/python', vscode.ConfigurationTarget.Global);
    assert.deepEqual(await listInterpreters(folder), ['/opt/python']);
  });

  it('is looked for elsewhere where none is selected', async () => {
    const paths = await listInterpreters(folder);
    assert.equal(paths[0], join(folder.fsPath, '.venv/bin/python'));
  });

  it('serves a store', async function () {
    this.timeout(120_000);
    process.env.RUNLENS_TEST_SELECTED_PYTHON = python;
    const directory = await mkdtemp(join(tmpdir(), 'runlens-selected-'));
    const lines: string[] = [];
    const output = { appendLine: (line: string) => lines.push(line) } as unknown as vscode.OutputChannel;
    const server = new ManagedServer(output, listInterpreters);
    try {
      const address = await server.ensureStarted(vscode.Uri.file(join(directory, 'mlflow.db')));
      assert.equal((await fetch(`${address}/health`)).status, 200);
      assert.ok(lines.some((line) => line.startsWith('[Runlens] Python') && line.endsWith(python)));
    } finally {
      await server.stop();
      server.dispose();
      await rm(directory, { recursive: true, force: true });
    }
  });
});
