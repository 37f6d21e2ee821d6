import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listTree, TooManyEntries } from '../../../src/core/artifacts/artifactTree';
import { folderName, planDownload, withoutNested } from '../../../src/core/artifacts/downloadPlan';
import type { ArtifactEntry } from '../../../src/core/mlflow/entities';
import type { ArtifactRoot } from '../../../src/core/store/trackingStore';

const run: ArtifactRoot = { kind: 'run', runId: 'r1' };
const limits = { entries: 100, depth: 5 };
const file = (path: string, size?: number): ArtifactEntry => ({
  path,
  isDirectory: false,
  ...(size === undefined ? {} : { size }),
});
const folder = (path: string): ArtifactEntry => ({ path, isDirectory: true });

describe('the listing of a folder', () => {
  it('goes through all its subfolders', async () => {
    const folders: Record<string, ArtifactEntry[]> = {
      model: [file('model/MLmodel', 3), folder('model/data')],
      'model/data': [file('model/data/a.bin', 4)],
    };
    const tree = await listTree((path) => Promise.resolve(folders[path] ?? []), 'model', limits);
    expect(tree.files.map(({ path }) => path)).toEqual(['model/MLmodel', 'model/data/a.bin']);
    expect(tree.leftOut).toEqual([]);
  });

  it('ends when a server lists a folder within itself', async () => {
    const lists: string[] = [];
    const tree = await listTree(
      (path) => {
        lists.push(path);
        return Promise.resolve([folder(path), folder(''), folder('..'), file('elsewhere/x'), file('a/ok')]);
      },
      'a',
      limits,
    );
    expect(lists).toEqual(['a']);
    expect(tree.files.map(({ path }) => path)).toEqual(['a/ok']);
    expect(tree.leftOut.map(({ path }) => path)).toEqual(['a', '', '..', 'elsewhere/x']);
  });

  it('ends when folders go down without end, and tells where', async () => {
    const tree = await listTree((path) => Promise.resolve([folder(`${path}/a`), file(`${path}/f`)]), 'a', limits);
    expect(tree.files).toHaveLength(limits.depth);
    expect(tree.leftOut).toEqual([{ path: 'a/a/a/a/a/a', reason: 'it is more than 5 folders deep' }]);
  });

  it('refuses a folder with too many entries', async () => {
    const many = Array.from({ length: 101 }, (_, index) => file(`a/${String(index)}`));
    await expect(listTree(() => Promise.resolve(many), 'a', limits)).rejects.toThrow(TooManyEntries);
  });
});

describe('a download plan', () => {
  it('keeps the name of the folder that was selected, and what is in it', () => {
    const files = [file('out/model/MLmodel', 3), file('out/model/data/a.bin')];
    const plan = planDownload([{ root: run, top: 'out/model', files }], false);
    expect(plan.files.map(({ target }) => target.join('/'))).toEqual(['model/MLmodel', 'model/data/a.bin']);
    expect(plan.bytes).toBe(3);
  });

  it('puts files of different runs into folders of their own', () => {
    const other: ArtifactRoot = { kind: 'run', runId: 'r2' };
    const plan = planDownload(
      [
        { root: run, top: 'm.json', files: [file('m.json')], folder: 'gallant-fox' },
        { root: other, top: 'm.json', files: [file('m.json')], folder: 'shy-owl' },
      ],
      false,
    );
    expect(plan.files.map(({ target }) => target.join('/'))).toEqual(['gallant-fox/m.json', 'shy-owl/m.json']);
  });

  it.each([
    ['Model.json', 'model.json'],
    ['caf\u00e9.txt', 'cafe\u0301.txt'],
    ['data', 'DATA/x'],
    ['data/x', 'data'],
  ])('leaves out the second of %s and %s, which some disks do not tell apart', (first, second) => {
    const plan = planDownload([{ root: run, top: '', files: [file(first), file(second)] }], false);
    expect(plan.files.map(({ path }) => path)).toEqual([first]);
    expect(plan.leftOut.map(({ path }) => path)).toEqual([second]);
  });

  it.each([
    '../evil',
    '/etc/passwd',
    'a/../../b',
    '%2e%2e/evil',
    '%252e%252e%252fevil',
    'C:/x',
    '\\\\server\\x',
    'a\0b',
  ])('leaves out %j, and says why', (path) => {
    const plan = planDownload([{ root: run, top: '', files: [file(path), file('good')] }], false);
    expect(plan.files.map((each) => each.path)).toEqual(['good']);
    expect(plan.leftOut.map((each) => each.path)).toEqual([path]);
    expect(plan.leftOut[0]?.reason).toMatch(/^its /u);
  });

  it('leaves out what Windows reserves, there', () => {
    const files = ['aux.json', 'a:b', 'plots/NUL', 'name.'].map((path) => file(path));
    expect(planDownload([{ root: run, top: '', files }], true).leftOut).toHaveLength(4);
    expect(planDownload([{ root: run, top: '', files }], false).leftOut).toEqual([]);
  });

  it('takes a file once, however often it is listed', () => {
    const plan = planDownload([{ root: run, top: '', files: [file('a'), file('a')] }], false);
    expect(plan.files).toHaveLength(1);
    expect(plan.leftOut).toHaveLength(1);
  });

  it('writes no two files to one place', () => {
    const path = fc.array(fc.constantFrom('a', 'A', 'b', 'B', '\u00e9', 'e\u0301'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(path), (paths) => {
        const files = paths.map((parts) => file(parts.join('/')));
        const plan = planDownload([{ root: run, top: '', files }], false);
        const places = plan.files.map(({ target }) => target.join('/').normalize('NFC').toLowerCase());
        expect(new Set(places).size).toBe(places.length);
        expect(places.some((one) => places.some((other) => other.startsWith(`${one}/`)))).toBe(false);
        expect(plan.files.length + plan.leftOut.length).toBe(files.length);
      }),
    );
  });
});

describe('a selection', () => {
  it('forgets what lies in a folder that is selected too', () => {
    const other: ArtifactRoot = { kind: 'model', modelId: 'r1' };
    const select = (root: ArtifactRoot, path: string): { root: ArtifactRoot; path: string } => ({ root, path });
    const selected = [select(run, 'a/b'), select(run, 'a'), select(run, 'ab'), select(other, 'a/b'), select(run, 'a')];
    expect(withoutNested(selected)).toEqual([select(run, 'a'), select(run, 'ab'), select(other, 'a/b')]);
    expect(withoutNested([select(run, 'x'), select(run, '')])).toEqual([select(run, '')]);
  });
});

describe('the folder of a run', () => {
  it.each([
    ['gallant-fox-12', 'gallant-fox-12'],
    ['../../etc', 'etc'],
    ['lr=0.1, "deep"', 'lr-0.1- -deep'],
    ['...', 'r1'],
    ['', 'r1'],
  ])('for %j is %j', (name, expected) => {
    expect(folderName(name, 'r1')).toBe(expected);
  });

  it('is found at once for a name that is made to take long', () => {
    const start = performance.now();
    expect(folderName(`a${'- '.repeat(500_000)}a`, 'run')).toBe('a');
    expect(performance.now() - start).toBeLessThan(200);
  });

  it('is one name, and has nothing that a file system refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const result = folderName(name, 'r1');
        expect(result).toMatch(/^[^/\\:*?"<>|\0]+$/u);
        expect(result).not.toMatch(/^[. ]|[. ]$/u);
      }),
    );
  });
});
