import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEWEST_FIRST, type RunSort } from '../../../src/core/explorer/runOrder';
import { RunTree, type RunEntry } from '../../../src/core/explorer/runTree';
import type { Run } from '../../../src/core/mlflow/entities';
import { sampleRun } from './runs';

function treeOf(runs: readonly Run[], sort: RunSort = NEWEST_FIRST, pinned: readonly string[] = []): RunTree {
  const tree = new RunTree('1', sort, (id) => pinned.includes(id));
  for (const run of runs) {
    tree.put(run);
  }
  return tree;
}

/** The tree as nested names, as a person reads it from top to bottom. */
function outline(tree: RunTree, entries: readonly RunEntry[] = tree.roots()): unknown[] {
  return entries.flatMap(({ run }) => {
    const children = tree.children(run.runId);
    return children.length === 0 ? [run.runId] : [run.runId, outline(tree, children)];
  });
}

const FAMILY = [
  sampleRun('grandchild', { parent: 'child', startTime: 3, metrics: { m: 9 } }),
  sampleRun('child', { parent: 'parent', startTime: 2, metrics: { m: 5 } }),
  sampleRun('single', { startTime: 4, metrics: { m: 7 } }),
  sampleRun('parent', { startTime: 1, metrics: { m: 1 } }),
];

describe('a run tree', () => {
  it.each([
    NEWEST_FIRST,
    { by: 'metric', key: 'm', ascending: true },
    { by: 'metric', key: 'm', ascending: false },
    { by: 'attribute', key: 'run_name', ascending: true },
  ] as const)('puts children under their parents at any depth, sorted by $key', (sort) => {
    const nested = outline(treeOf(FAMILY, sort));
    expect(nested).toContainEqual(['child', ['grandchild']]);
    expect(nested).toHaveLength(3);
  });

  it('puts pinned runs first among their siblings', () => {
    const runs = [sampleRun('a', { startTime: 3 }), sampleRun('b', { startTime: 2 }), sampleRun('c', { startTime: 1 })];
    expect(outline(treeOf(runs, NEWEST_FIRST, ['c']))).toEqual(['c', 'a', 'b']);
  });

  it('moves a run when its parent comes, and when its parent goes', () => {
    const tree = treeOf([sampleRun('child', { parent: 'parent' })]);
    expect(outline(tree)).toEqual(['child']);
    tree.put(sampleRun('parent'));
    expect(outline(tree)).toEqual(['parent', ['child']]);
    tree.remove('parent');
    expect(outline(tree)).toEqual(['child']);
  });

  it('keeps the entry of a run that changes', () => {
    const tree = treeOf([sampleRun('a', { status: 'RUNNING' })]);
    const entry = tree.get('a');
    tree.put(sampleRun('a', { status: 'FINISHED' }));
    expect(tree.get('a')).toBe(entry);
    expect(entry?.run.status).toBe('FINISHED');
  });

  it('leaves out a run of another experiment', () => {
    expect(treeOf([sampleRun('a', { experimentId: '2' })]).roots()).toEqual([]);
  });

  it('names the parents that are not loaded', () => {
    expect([...treeOf([sampleRun('a', { parent: 'p' }), sampleRun('b', { parent: 'a' })]).missingParents()]).toEqual([
      'p',
    ]);
  });

  it('sorts parameters as numbers where all are', () => {
    const lr = (id: string, value: string): Run => sampleRun(id, { params: { lr: value } });
    const sort = { by: 'param', key: 'lr', ascending: true } as const;
    const numbers = treeOf([lr('a', '10'), lr('b', '2'), lr('c', '1e-3'), sampleRun('none')], sort);
    expect(outline(numbers)).toEqual(['c', 'b', 'a', 'none']);
    expect(numbers.sortsAsNumbers()).toBe(true);
    const text = treeOf([lr('a', '10'), lr('b', '2'), lr('c', 'auto')], sort);
    expect(outline(text)).toEqual(['a', 'b', 'c']);
    expect(text.sortsAsNumbers()).toBe(false);
  });

  it('shows every run exactly once, whatever the parent tags say', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const anyRun = fc.record({ id: fc.constantFrom(...ids), parent: fc.constantFrom(...ids, 'elsewhere', undefined) });
    fc.assert(
      fc.property(fc.array(anyRun), (runs) => {
        const tree = treeOf(runs.map(({ id, parent }) => sampleRun(id, parent === undefined ? {} : { parent })));
        const shown = outline(tree).flat(Infinity as 10) as string[];
        expect(shown.sort()).toEqual([...new Set(runs.map(({ id }) => id))].sort());
      }),
    );
  });

  it('arranges a chain of 20,000 runs', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => sampleRun(`r${i}`, { parent: `r${i + 1}` }));
    const tree = treeOf(chain);
    expect(tree.roots()).toHaveLength(1);
    expect(tree.parent('r0')?.run.runId).toBe('r1');
  });
});
