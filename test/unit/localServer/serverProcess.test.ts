import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerProcess } from '../../../src/core/localServer/serverProcess.node';
import { serverEnvironment, supervised, supervisedServer } from '../../../src/core/localServer/supervisor';

// In the place of MLflow: writes its arguments and the ids of its processes, and then stays.
const STAND_IN = `
import json, os, subprocess, sys, time
worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"])
with open(os.environ["STAND_IN_OUT"] + ".tmp", "w") as file:
    json.dump({"arguments": sys.argv[1:], "pids": [os.getppid(), os.getpid(), worker.pid],
               "store": os.environ.get("MLFLOW_BACKEND_STORE_URI")}, file)
os.rename(os.environ["STAND_IN_OUT"] + ".tmp", os.environ["STAND_IN_OUT"])
print("\\x1b[31mready\\x1b[0m")
time.sleep(300)
`;

interface Told {
  readonly arguments: readonly string[];
  /** Supervisor, server, worker. */
  readonly pids: readonly [number, number, number];
  readonly store: string | null;
}

let directory: string;
let out: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'runlens-server-'));
  out = join(directory, 'told.json');
  await mkdir(join(directory, 'mlflow'));
  await writeFile(join(directory, 'mlflow/__init__.py'), '');
  await writeFile(join(directory, 'mlflow/__main__.py'), STAND_IN);
  vi.stubEnv('PYTHONPATH', directory);
  vi.stubEnv('STAND_IN_OUT', out);
  vi.stubEnv('MLFLOW_BACKEND_STORE_URI', 'postgresql://elsewhere');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

const started = (lines: string[] = []) =>
  new ServerProcess({
    python: 'python3',
    args: supervisedServer({ port: 5, store: '/ws/my store.db', artifacts: '/ws/mlartifacts' }),
    env: serverEnvironment(process.env),
    cwd: directory,
    onLine: (line) => lines.push(line),
  });

async function told(): Promise<Told> {
  await vi.waitFor(() => readFile(out), { timeout: 8000 });
  return JSON.parse(await readFile(out, 'utf8')) as Told;
}

async function allGone(pids: readonly number[]): Promise<void> {
  await vi.waitFor(
    async () => {
      const running = await Promise.all(pids.map(isRunning));
      expect(running).toEqual(pids.map(() => false));
    },
    { timeout: 10_000, interval: 50 },
  );
}

// A killed process that nobody waits for is still listed, as a zombie.
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) [ZX] /.test(stat);
}

describe.skipIf(process.platform !== 'linux')('the local server’s process', () => {
  it('gets its store, address and one worker as arguments, and nothing of MLflow’s own variables', async () => {
    const server = started();
    const { arguments: args, store } = await told();
    expect(args).toEqual([
      ...['server', '--host', '127.0.0.1', '--port', '5'],
      ...['--backend-store-uri', 'sqlite:////ws/my store.db', '--artifacts-destination', '/ws/mlartifacts'],
      ...['--workers', '1'],
    ]);
    expect(store).toBeNull();
    await server.stop();
  });

  it('prints lines without escape sequences', async () => {
    const lines: string[] = [];
    const server = started(lines);
    await vi.waitFor(
      () => {
        expect(lines).toContain('ready');
      },
      { timeout: 8000 },
    );
    expect(server.lastLines).toEqual(lines);
    await server.stop();
  });

  it('leaves nothing behind when it is stopped', async () => {
    const server = started();
    const { pids } = await told();
    await server.stop();
    expect(server.running).toBe(false);
    await allGone(pids);
  });

  it.each([
    ['supervisor', 0],
    ['server', 1],
  ] as const)('ends, with its worker, when the %s is killed', async (_name, index) => {
    const server = started();
    const { pids } = await told();
    process.kill(pids[index], 'SIGKILL');
    await server.ended;
    await allGone(pids);
  });

  it('ends when the editor’s process is killed', async () => {
    const program = `
      const { spawn } = require('node:child_process');
      spawn('python3', ${JSON.stringify(supervisedServer({ port: 5, store: '/x', artifacts: '/y' }))},
        { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
      setInterval(() => {}, 1000);`;
    const editor = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
    const { pids } = await told();
    editor.kill('SIGKILL');
    await once(editor, 'exit');
    await allGone(pids);
  });

  it('with a lease outlives its window while it is touched, and ends when nobody does any more', async () => {
    const lease = join(directory, 'lease');
    await writeFile(lease, '');
    const args = supervised({ args: ['mlflow'], patienceSeconds: 2, lease: { file: lease, graceSeconds: 2 } });
    const program = `
      const { spawn } = require('node:child_process');
      spawn('python3', ${JSON.stringify(args)}, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
      setInterval(() => {}, 1000);`;
    const editor = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
    const { pids } = await told();
    editor.kill('SIGKILL');
    await once(editor, 'exit');
    for (let touched = 0; touched < 10; touched += 1) {
      await utimes(lease, new Date(), new Date(touched));
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(await isRunning(pids[1])).toBe(true);
    }
    await allGone(pids);
  });

  it('with a lease ends at once when it is stopped', async () => {
    const lease = { file: join(directory, 'lease'), graceSeconds: 300 };
    const args = supervised({ args: ['mlflow'], patienceSeconds: 2, lease });
    const server = new ServerProcess({
      ...{ python: 'python3', args, env: process.env, cwd: directory },
      onLine: () => undefined,
    });
    const { pids } = await told();
    await server.stop();
    await allGone(pids);
  });

  it('tells how it ended when there is no such program', async () => {
    const server = new ServerProcess({
      python: join(directory, 'no-python'),
      ...{ args: [], env: {}, cwd: directory },
      onLine: () => undefined,
    });
    expect(await server.ended).toContain('ENOENT');
    await server.stop();
  });
});
