import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { connectionKey } from '../../src/core/artifacts/artifactUri';
import { connectRest } from '../../src/core/store/connect';
import type { Credentials } from '../../src/core/mlflow/rest/options';
import type { ArtifactItem } from '../../src/host/artifacts/artifactItem';
import { ArtifactSource } from '../../src/host/artifacts/artifactSource';
import { ArtifactDownload } from '../../src/host/artifacts/downloadArtifacts';
import type { DownloadDialogs } from '../../src/host/artifacts/downloadDialogs';
import type { DownloadResult } from '../../src/host/artifacts/downloadResult';
import type { ConnectionState, Session } from '../../src/host/shared/session';
import { StoreEventHub } from '../../src/host/shared/storeEvents';
import { fault } from '../rig/fault';
import { startFaults, type FaultServer } from '../rig/faults';
import { Seed } from '../rig/seed';
import { waitFor } from '../rig/wait';

const env = (name: string): string => process.env[name] ?? '';
const disk = env('RUNLENS_TEST_MLFLOW');
const s3 = env('RUNLENS_TEST_MLFLOW_SECURED_PLAIN');
const auth = { user: env('RUNLENS_TEST_MLFLOW_SECURED_USER'), password: env('RUNLENS_TEST_MLFLOW_SECURED_PASSWORD') };
const basic: Credentials = { kind: 'basic', username: auth.user, password: auth.password };

/** The person: gives the answers that a test wants, and keeps what it was told. */
class Person implements DownloadDialogs {
  readonly asked: string[][] = [];
  result: DownloadResult | undefined;
  answer: 'replace' | 'skip' | undefined;

  constructor(private readonly folder: string) {}

  pickFile(name: string): Promise<vscode.Uri> {
    return Promise.resolve(vscode.Uri.file(join(this.folder, name)));
  }

  pickFolder(): Promise<vscode.Uri> {
    return Promise.resolve(vscode.Uri.file(this.folder));
  }

  askReplace(names: readonly string[]): Promise<'replace' | 'skip' | undefined> {
    this.asked.push([...names]);
    return Promise.resolve(this.answer);
  }

  tell(result: DownloadResult): void {
    this.result = result;
  }

  get leftOut(): readonly string[] {
    return (this.result?.leftOut ?? []).map(({ path, reason }) => `${path}: ${reason}`);
  }
}

describe('downloads', function () {
  this.timeout(120_000);
  const open: { dispose(): unknown }[] = [];
  const log = vscode.window.createOutputChannel('downloads', { log: true });
  let folder = '';
  let person: Person;
  let faults: FaultServer;
  let fox = '';
  let owl = '';

  async function downloader(uri: string, credentials: Credentials = { kind: 'none' }): Promise<ArtifactDownload> {
    const store = await connectRest({ baseUrl: uri, credentials, headers: [], fetch: (url, init) => fetch(url, init) });
    const info = { id: uri, label: 'rig', uri, source: 'user' } as const;
    const changed = new vscode.EventEmitter<ConnectionState>();
    const session: Session = { state: { kind: 'connected', info, store }, onDidChangeState: changed.event };
    const events = new StoreEventHub();
    const source = new ArtifactSource(session, events);
    const download = new ArtifactDownload(source, person, log);
    open.push(changed, events, source, download);
    return download;
  }

  const item = (
    uri: string,
    runId: string,
    path: string,
    isDirectory: boolean,
    runName = 'gallant-fox',
  ): ArtifactItem => ({
    connection: connectionKey(uri),
    server: 'rig',
    root: { kind: 'run', runId },
    path,
    isDirectory,
    runName,
  });
  const files = async (): Promise<string[]> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  };
  const text = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');

  before(async () => {
    const seed = new Seed(disk);
    const experiment = await seed.experiment(`downloads ${String(Date.now())}`);
    const artifacts = { 'm.json': '{"auc": 0.87}', 'out/model/MLmodel': 'flavors: {}', 'out/model/data/ü.txt': 'ü' };
    fox = await seed.run(experiment, { name: 'gallant-fox', artifacts });
    owl = await seed.run(experiment, { name: 'shy-owl', artifacts: { 'm.json': '{"auc": 0.91}' } });
    faults = await startFaults(disk);
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runlens-download-'));
    person = new Person(folder);
    faults.clear();
  });

  afterEach(async () => {
    open.splice(0).forEach((each) => each.dispose());
    await rm(folder, { recursive: true, force: true });
  });

  after(async () => {
    await faults.dispose();
    log.dispose();
  });

  it('write a file under the name that was chosen', async () => {
    await (await downloader(disk)).download([item(disk, fox, 'm.json', false)]);
    assert.deepEqual(await files(), ['m.json']);
    assert.equal(await text('m.json'), '{"auc": 0.87}');
    assert.equal(person.result?.written[0]?.fsPath, join(folder, 'm.json'));
    assert.equal(person.result.bytes, 13);
  });

  it('write a folder with all that is below it', async () => {
    await (await downloader(disk)).download([item(disk, fox, 'out/model', true)]);
    assert.deepEqual(await files(), ['model/MLmodel', 'model/data/ü.txt']);
    assert.equal(await text('model/data/ü.txt'), 'ü');
  });

  it('write a whole run, and files of two runs, into folders of their own', async () => {
    const download = await downloader(disk);
    await download.download([item(disk, fox, '', true)]);
    await download.download([item(disk, fox, 'm.json', false, 'a/b'), item(disk, owl, 'm.json', false, 'shy-owl')]);
    assert.deepEqual(await files(), [
      'a-b/m.json',
      'gallant-fox/m.json',
      'gallant-fox/out/model/MLmodel',
      'gallant-fox/out/model/data/ü.txt',
      'shy-owl/m.json',
    ]);
    assert.equal(await text('shy-owl/m.json'), '{"auc": 0.91}');
  });

  it('bring 20 MB from S3 byte by byte', async () => {
    const content = new Uint8Array(randomBytes(20_000_000));
    const seed = new Seed(s3, auth);
    const experiment = await seed.experiment(`downloads ${String(Date.now())}`);
    const run = await seed.run(experiment, { artifacts: { 'deep/weights.bin': content, 'deep/a.txt': 'a' } });
    await (await downloader(s3, basic)).download([item(s3, run, 'deep', true)]);
    assert.deepEqual(await files(), ['deep/a.txt', 'deep/weights.bin']);
    assert.ok((await readFile(join(folder, 'deep/weights.bin'))).equals(content));
    assert.equal(person.result?.bytes, 20_000_001);
  });

  it('leave nothing behind when they are cancelled on the way', async () => {
    faults.add(
      ({ outgoing }) => {
        outgoing.writeHead(200, { 'content-length': 20_000_000 });
        outgoing.write(Buffer.alloc(5_000_000));
      },
      { path: /get-artifact/u },
    );
    const download = await downloader(faults.uri);
    const running = download.download([item(faults.uri, fox, 'out', true)]);
    await waitFor(async () => (await files()).some((name) => name.endsWith('.part')), {
      what: 'a file that is being written',
      timeoutMs: 20_000,
    });
    download.dispose();
    await running;
    assert.deepEqual(await readdir(folder), []);
    assert.match(person.result?.failure ?? '', /cancelled/u);
  });

  it('leave no part of a file whose connection breaks, and keep what was complete', async () => {
    faults.add(fault.wrongLength(), { path: /get-artifact.*MLmodel/u });
    await (await downloader(faults.uri)).download([item(faults.uri, fox, 'out/model', true)]);
    assert.ok((await files()).every((name) => name === 'model/data/ü.txt'));
    assert.notEqual(person.result?.failure, undefined);
  });

  it('go on without a file that is gone, and name it', async () => {
    const gone = '{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "No such artifact"}';
    faults.add(fault.answer(404, gone, { 'content-type': 'application/json' }), { path: /get-artifact.*MLmodel/u });
    await (await downloader(faults.uri)).download([item(faults.uri, fox, 'out/model', true)]);
    assert.deepEqual(await files(), ['model/data/ü.txt']);
    assert.match(person.leftOut.join(), /^out\/model\/MLmodel: .*No such artifact/u);
    assert.equal(person.result?.failure, undefined);
  });

  it('write nothing outside the folder for a hostile server', async () => {
    const hostile = [
      '../evil.txt',
      '/etc/evil.txt',
      'a/../../evil.txt',
      '..\\evil.txt',
      'C:\\evil.txt',
      '\\\\host\\share\\evil.txt',
      '%2e%2e%2fevil.txt',
      '%252e%252e%252fevil.txt',
      'nul\0evil.txt',
      'evil\u202etxt.exe',
      'GOOD.txt',
      'good.txt/evil.txt',
    ];
    const entries = ['good.txt', ...hostile].map((path) => ({ path, is_dir: false, file_size: 4 }));
    const loop = { path: '', is_dir: true };
    const listing = JSON.stringify({ files: [...entries, loop, { path: '..', is_dir: true }] });
    faults.add(fault.answer(200, listing, { 'content-type': 'application/json' }), { path: /artifacts\/list/u });
    faults.add(fault.answer(200, 'evil'), { path: /get-artifact/u });
    await (await downloader(faults.uri)).download([item(faults.uri, fox, '', true)]);
    assert.deepEqual(await files(), ['gallant-fox/good.txt']);
    assert.equal(person.leftOut.length, hostile.length + 2);
    const parent = await readdir(join(folder, '..'));
    assert.ok(!parent.includes('evil.txt'));
  });

  it('do not follow links out of the folder', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'runlens-outside-'));
    try {
      await symlink(outside, join(folder, 'model'));
      await (await downloader(disk)).download([item(disk, fox, 'out/model', true)]);
      assert.deepEqual(await readdir(outside), []);
      assert.equal(person.leftOut.length, 2);
      await rm(join(folder, 'model'));
      await mkdir(join(folder, 'model'));
      await writeFile(join(outside, 'precious'), 'precious');
      await symlink(join(outside, 'precious'), join(folder, 'model/MLmodel'));
      person.answer = 'replace';
      await (await downloader(disk)).download([item(disk, fox, 'out/model', true)]);
      assert.equal(await readFile(join(outside, 'precious'), 'utf8'), 'precious');
      assert.match(person.leftOut.join(), /MLmodel: .*folder or a link/u);
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  it('ask before they replace files', async () => {
    const download = await downloader(disk);
    await mkdir(join(folder, 'model'));
    await writeFile(join(folder, 'model/MLmodel'), 'mine');
    const wanted = [item(disk, fox, 'out/model', true)];
    await download.download(wanted);
    assert.deepEqual(person.asked, [['model/MLmodel']]);
    assert.deepEqual(await files(), ['model/MLmodel']);
    person.answer = 'skip';
    await download.download(wanted);
    assert.equal(await text('model/MLmodel'), 'mine');
    assert.equal(await text('model/data/ü.txt'), 'ü');
    person.answer = 'replace';
    await download.download(wanted);
    assert.equal(await text('model/MLmodel'), 'flavors: {}');
  });

  it('say that a folder cannot be written to', async () => {
    await rm(folder, { recursive: true });
    await assert.rejects((await downloader(disk)).download([item(disk, fox, 'out', true)]), /not there any more/u);
  });
});
