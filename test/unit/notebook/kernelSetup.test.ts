import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeCode, setupCode, type KernelSetup } from '../../../src/core/notebook/kernelSetup';

/** Stands for the kernel's package: it tells what it was attached with. */
const PACKAGE = `
def attach(**given):
    calls.append(given)
    return {"version": "0", "tracking_uri": given.get("tracking_uri")}
calls = []
`;

/** Runs the texts one after the other in one namespace, as a kernel does, and tells what is left. */
const RUNNER = `
import json, os, sys
namespace = {}
for text in json.load(sys.stdin):
    exec(compile(text, "<cell>", "exec"), namespace)
module = sys.modules.get("runlens")
print(json.dumps({
    "names": sorted(set(namespace) - {"__builtins__"}),
    "calls": module and module.calls,
    "file": getattr(module, "__file__", None),
    "path": [entry for entry in sys.path if entry == os.environ["PACKAGE_PATH"]],
}))
`;

interface Outcome {
  readonly names: readonly string[];
  readonly calls: readonly Record<string, unknown>[] | null;
  readonly file: string | null;
  readonly path: readonly string[];
}

describe('the set-up of a kernel', () => {
  let directory = '';
  let packagePath = '';

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'runlens-setup-'));
    packagePath = join(directory, 'it’s "python"\nsrc');
    await mkdir(join(packagePath, 'runlens'), { recursive: true });
    await writeFile(join(packagePath, 'runlens/__init__.py'), PACKAGE);
  });

  afterAll(() => rm(directory, { recursive: true }));

  function run(texts: readonly string[], env: Record<string, string> = {}, cwd = directory): Outcome {
    const lines = execFileSync('python3', ['-c', RUNNER], {
      input: JSON.stringify(texts),
      cwd,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PACKAGE_PATH: packagePath, ...env },
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return JSON.parse(lines.trim().split('\n').at(-1) ?? '') as Outcome;
  }

  const setup = (more: Partial<KernelSetup> = {}): KernelSetup => ({ packagePath, connection: undefined, ...more });

  it('hands any address, account and path on as data', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(
        '"',
        "'''",
        '\\',
        '\n"""\nimport os\n',
        '${x}',
        '{0}',
        '%s',
        '\u2028',
        '\ud800',
        '"); print(1) #',
      ),
    );
    const connections = fc.record({
      trackingUri: nasty,
      username: nasty,
      password: nasty,
      workspace: nasty,
      path: nasty,
    });
    const samples = fc.sample(connections, 300);
    const texts = samples.map(({ trackingUri, username, password, workspace, path }) =>
      setupCode(
        setup({
          connection: { trackingUri, credentials: { kind: 'basic', username, password }, workspace },
          notebookPath: path,
        }),
      ),
    );
    const { names, calls } = run(texts);
    expect(names).toEqual([]);
    expect(calls).toEqual(
      samples.map(({ trackingUri, username, password, workspace, path }) => ({
        tracking_uri: trackingUri,
        username,
        password,
        workspace,
        notebook_path: path,
      })),
    );
    for (const text of texts) {
      expect(text).toMatch(/^[\w ().,"{}:+/=]+$/u);
    }
  });

  it('adds the path of the package once, and hands on only what is known', () => {
    const { path, calls, file } = run([setupCode(setup()), setupCode(setup({ logAll: true }))]);
    expect(path).toHaveLength(1);
    expect(file).toBe(join(packagePath, 'runlens/__init__.py'));
    expect(calls).toEqual([{}, { log_all: true }]);
  });

  it('takes the package that is installed, before its own', async () => {
    const installed = join(directory, 'site');
    await mkdir(join(installed, 'runlens'), { recursive: true });
    await writeFile(join(installed, 'runlens/__init__.py'), PACKAGE);
    const { file, path } = run([setupCode(setup())], { PYTHONPATH: installed });
    expect(file).toBe(join(installed, 'runlens/__init__.py'));
    expect(path).toEqual([]);
  });

  it('is not misled by a folder of that name beside the notebook', async () => {
    const project = join(directory, 'project');
    await mkdir(join(project, 'runlens'), { recursive: true });
    const { file } = run([setupCode(setup())], { PYTHONPATH: project }, project);
    expect(file).toBe(join(packagePath, 'runlens/__init__.py'));
  });

  it('brings the sources where the path is not there', async () => {
    const sources = {
      'runlens/__init__.py': `from .inner.part import attach, calls`,
      'runlens/inner/__init__.py': '',
      'runlens/inner/part.py': PACKAGE,
    };
    const project = join(directory, 'remote');
    await mkdir(join(project, 'runlens'), { recursive: true });
    const text = setupCode(setup({ packagePath: '/nowhere', packageSources: sources }));
    const { calls, names } = run([text, text], { PYTHONPATH: project }, project);
    expect(calls).toEqual([{}, {}]);
    expect(names).toEqual([]);
  });

  it('hands certificates on with the server that they are for', () => {
    const environment = { MLFLOW_TRACKING_SERVER_CERT_PATH: '/ca.pem' };
    const connection = {
      trackingUri: 'https://mlflow.example.org',
      credentials: { kind: 'bearer', token: 't' },
      environment,
    } as const;
    const { calls } = run([setupCode(setup({ connection }))]);
    expect(calls).toEqual([{ tracking_uri: 'https://mlflow.example.org', token: 't', environment }]);
  });

  it('says when the package can’t be imported', () => {
    expect(() => run([setupCode(setup({ packagePath: '/nowhere' }))])).toThrow(/No module named 'runlens'/u);
  });

  it('probes for a file without setting anything', async () => {
    const proof = join(directory, 'proof "x"');
    await writeFile(proof, 'seen');
    const texts = [proof, '/nowhere'].map(probeCode);
    const printed = execFileSync('python3', ['-c', texts.join('\n')], { encoding: 'utf8' });
    expect(printed.trim().split('\n')).toEqual(['{"proof": "seen"}', '{"proof": null}']);
  });
});
