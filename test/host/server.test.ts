import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { LocalServerError } from '../../src/core/localServer/errors';
import { ManagedServer } from '../../src/host/server/managedServer';

const python = process.env.RUNLENS_TEST_PYTHON ?? 'python3';

describe('the local server', () => {
  let directory: string;
  let store: vscode.Uri;
  let server: ManagedServer;
  let lines: string[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'runlens-local-'));
    store = vscode.Uri.file(join(directory, 'mlflow.db'));
    lines = [];
    server = new ManagedServer(outputTo(lines), () => Promise.resolve(['/no/such/python', python]));
  });

  afterEach(async () => {
    await server.stop();
    server.dispose();
    await rm(directory, { recursive: true, force: true });
  });

  const processes = (): readonly { pid: number; args: string }[] =>
    execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(directory))
      .map((line) => ({ pid: Number.parseInt(line, 10), args: line }));

  it('serves a store that MLflow creates, comes back when it is killed, and leaves nothing behind', async function () {
    this.timeout(180_000);
    const address = await server.ensureStarted(store);
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal((await fetch(`${address}/health`)).status, 200);
    assert.ok((await stat(store.fsPath)).size > 0);
    assert.equal(await server.ensureStarted(store), address, 'a second caller gets the same server');

    const main = processes().find(({ args }) => args.includes('-m mlflow server'));
    assert.ok(main);
    process.kill(main.pid, 'SIGKILL');
    await eventually(() => lines.some((line) => line.includes('The server ended')));
    const again = await server.ensureStarted(store);
    assert.equal(again, address, 'the address stays when its port is free');
    assert.equal((await fetch(`${again}/health`)).status, 200);

    await server.stop();
    await eventually(() => processes().length === 0);
    await assert.rejects(fetch(`${address}/health`));
  });

  it('shares one start among its callers, and can be stopped meanwhile', async function () {
    this.timeout(60_000);
    const starts = [server.ensureStarted(store), server.ensureStarted(store)];
    const outcomes = Promise.allSettled(starts);
    await eventually(() => processes().length > 0);
    await server.stop();
    for (const outcome of await outcomes) {
      assert.ok(outcome.status === 'rejected' && outcome.reason instanceof LocalServerError);
      assert.equal(outcome.reason.reason, 'cancelled');
    }
    await eventually(() => processes().length === 0);
  });

  it('says what is missing: Python, or MLflow', async () => {
    const without = new ManagedServer(outputTo(lines), () => Promise.resolve(['/no/such/python']));
    await assert.rejects(without.ensureStarted(store), { reason: 'no-python' });
    without.dispose();
    const plain = new ManagedServer(outputTo(lines), () => Promise.resolve(['/usr/bin/python3']));
    await assert.rejects(plain.ensureStarted(store), { reason: 'no-mlflow', message: /Install the package “mlflow”/ });
    plain.dispose();
  });

  it('refuses a store that is not a database, and starts nothing', async () => {
    await writeFile(store.fsPath, 'not a database, but long enough');
    await assert.rejects(server.ensureStarted(store), /not a SQLite database/);
    assert.deepEqual(processes(), []);
  });
});

async function eventually(test: () => boolean): Promise<void> {
  for (let waited = 0; !test(); waited += 100) {
    assert.ok(waited < 20_000, 'it did not happen within 20 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function outputTo(lines: string[]): vscode.OutputChannel {
  return { appendLine: (line: string) => lines.push(line) } as unknown as vscode.OutputChannel;
}
