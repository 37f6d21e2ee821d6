import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { expectedNotebooks, expectedSpark } from '../../notebooks/expectations';
import { runCommand } from '../../rig/commands';
import { ensureSystem } from '../../rig/system';

const Lines = v.array(v.string());
const Cell = v.variant('cell_type', [
  v.strictObject({
    cell_type: v.literal('markdown'),
    id: v.string(),
    metadata: v.strictObject({}),
    source: Lines,
  }),
  v.strictObject({
    cell_type: v.literal('code'),
    execution_count: v.null(),
    id: v.string(),
    // The toggle of a cell, which an editor keeps here; nothing else, such as times or collapsed outputs.
    metadata: v.strictObject({ runlens: v.optional(v.strictObject({ log: v.literal(true), options: v.string() })) }),
    outputs: v.pipe(v.array(v.unknown()), v.empty()),
    source: Lines,
  }),
]);
const Notebook = v.strictObject({
  cells: v.array(Cell),
  metadata: v.strictObject({
    kernelspec: v.strictObject({
      display_name: v.literal('Python 3'),
      language: v.literal('python'),
      name: v.literal('python3'),
    }),
    language_info: v.strictObject({ name: v.literal('python') }),
  }),
  nbformat: v.literal(4),
  nbformat_minor: v.literal(5),
});

const directory = join(import.meta.dirname, '../../../examples/notebooks');
const names = readdirSync(directory).filter((name) => name.endsWith('.ipynb'));

describe.each(names)('%s', (name) => {
  const text = readFileSync(join(directory, name), 'utf8');
  const read = (): v.InferOutput<typeof Notebook> => v.parse(Notebook, JSON.parse(text));
  const code = (): readonly string[] =>
    read()
      .cells.filter((cell) => cell.cell_type === 'code')
      .map((cell) => cell.source.join(''));

  it('is saved without outputs and without anything of the machine that it ran on', () => {
    expect(read().cells.length).toBeGreaterThan(5);
    expect(text).not.toMatch(/\/(home|root|Users|tmp|work)\/|https?:\/\/(?:127|localhost)|[A-Z]:\\\\/);
  });

  it('is written as Jupyter writes it, so that saving it changes nothing else', () => {
    expect(text.endsWith('\n')).toBe(true);
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), undefined, 1)}\n`);
  });

  it('has a readable id of its own for each cell', () => {
    const ids = read().cells.map((cell) => cell.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
  });

  it('begins with a title', () => {
    expect(read().cells[0]?.source[0]).toMatch(/^# \S/);
  });

  it('loads the extension in its first code cell', () => {
    expect(code()[0]).toMatch(/^%load_ext runlens\n/);
  });
});

describe('all notebooks', () => {
  const all = names.map((name) => readFileSync(join(directory, name), 'utf8')).join('');

  it('are six, and each is known to the tests that look at what it leaves on a server', () => {
    expect(names.length).toBe(6);
    expect([...expectedNotebooks, expectedSpark].map(({ file }) => file)).toEqual(names);
  });

  it.each([
    '%%mlflow ',
    '# mlflow: ',
    '--param ',
    '--nested',
    '--resume',
    '--system-metrics',
    '--autolog-option ',
    '%mlflow last',
  ])('show %s', (mark) => {
    expect(all).toContain(mark);
  });

  it('register with an alias, and have a cell that its metadata marks', () => {
    expect(all).toMatch(/%%mlflow .*--register [a-z-]+ --alias challenger/);
    expect(all).toMatch(/"metadata": \{\s+"runlens": \{\s+"log": true/);
  });
});

describe('the Python of every code cell', () => {
  beforeAll(async () => ensureSystem('python'), 300_000);

  it('parses', async () => {
    const program = `
import ast, json, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.ipynb")):
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            lines = ["pass" if line.startswith("%") else line for line in "".join(cell["source"]).split("\\n")]
            ast.parse("\\n".join(lines), f"{path.name}#{cell['id']}")
            print(path.name, cell["id"])
`;
    const parsed = await runCommand('python3', ['-c', program, directory]);
    expect(parsed.trim().split('\n').length).toBeGreaterThan(40);
  });
});
