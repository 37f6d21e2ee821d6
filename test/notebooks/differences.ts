/** Compares what lies on an MLflow server with what a notebook should have left there. */
import { readStore, type StoredRun } from './store';
import type { ExpectedNotebook, ExpectedRun } from './expectations';

/** What every marked cell leaves in its run. */
const ofEveryCell = ['runlens/cell.py', 'runlens/cells.json', 'runlens/requirements.txt'];

/**
 * What is wrong, in words; nothing when all is as expected. `metadataSent` is true when the notebook ran in an editor, which
 * sends the metadata of its cells to the kernel.
 */
export async function differences(
  uri: string,
  notebook: ExpectedNotebook,
  { metadataSent }: { readonly metadataSent: boolean },
): Promise<readonly string[]> {
  const store = await readStore(uri, notebook.experiment);
  const expected = notebook.runs.filter((run) => metadataSent || run.markedByMetadata === undefined);
  const named = (name: string): StoredRun | undefined => store.runs.find((run) => run.name === name);
  const faults = expected.flatMap((run) => {
    const found = named(run.name);
    return found ? runFaults(run, found, store.runs) : [`no run ${run.name}`];
  });
  const count = expected.reduce((sum, run) => sum + 1 + (run.children?.count ?? 0), 0);
  if (store.runs.length !== count) {
    faults.push(`${store.runs.length} runs, not ${count}: ${store.runs.map((run) => run.name).join(', ')}`);
  }
  return notebook.model ? [...faults, ...(await modelFaults(uri, notebook.model, named))] : faults;
}

function runFaults(expected: ExpectedRun, run: StoredRun, all: readonly StoredRun[]): readonly string[] {
  const parent = all.find((other) => other.id === run.parent)?.name;
  const artifacts = [...(expected.artifacts ?? []), ...(expected.unmarked ? [] : ofEveryCell)];
  return [
    ...unless(run.status === 'FINISHED', `is ${run.status}`),
    ...unless(parent === expected.parent, `is a child of ${parent ?? 'no run'}`),
    ...unless(
      expected.unmarked ?? run.tags['mlflow.source.type'] === 'NOTEBOOK',
      'does not say that it is a notebook’s',
    ),
    ...valueFaults('parameter', expected.params ?? {}, run.params),
    ...valueFaults('tag', expected.tags ?? {}, run.tags),
    ...metricFaults(expected, run),
    ...artifacts.filter((path) => !run.artifacts.includes(path)).map((path) => `has no artifact ${path}`),
    ...unless(run.datasets === (expected.datasets ?? run.datasets), `has ${run.datasets} datasets`),
    ...childFaults(
      expected,
      all.filter((other) => other.parent === run.id),
    ),
  ].map((fault) => `${expected.name} ${fault}`);
}

function valueFaults(
  what: string,
  expected: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(expected)
    .filter(([key, value]) => values[key] !== value)
    .map(([key, value]) => `has ${what} ${key}=${values[key] ?? 'nothing'}, not ${value}`);
}

function metricFaults(expected: ExpectedRun, run: StoredRun): readonly string[] {
  return Object.entries(expected.metrics ?? {}).flatMap(([key, { from, to, points = 1 }]) => {
    const history = run.metrics[key] ?? [];
    const last = history.at(-1);
    return [
      ...unless(history.length === points, `has ${history.length} points of ${key}, not ${points}`),
      ...unless(
        last !== undefined && last >= from && last <= to,
        `has ${key} ${last ?? 'nowhere'}, not ${from} to ${to}`,
      ),
    ];
  });
}

function childFaults({ children }: ExpectedRun, found: readonly StoredRun[]): readonly string[] {
  if (children === undefined) {
    return [];
  }
  const lacking = found.filter(
    (child) =>
      child.status !== 'FINISHED' ||
      children.params.some((key) => child.params[key] === undefined) ||
      children.metrics.some((key) => child.metrics[key] === undefined),
  );
  return [
    ...unless(found.length === children.count, `has ${found.length} children, not ${children.count}`),
    ...unless(lacking.length === 0, `has children that lack something: ${lacking.map((run) => run.name).join(', ')}`),
  ];
}

async function modelFaults(
  uri: string,
  { name, run }: NonNullable<ExpectedNotebook['model']>,
  named: (name: string) => StoredRun | undefined,
): Promise<readonly string[]> {
  const query = new URLSearchParams({ name, alias: 'challenger' }).toString();
  const response = await fetch(`${uri}/api/2.0/mlflow/registered-models/alias?${query}`);
  if (!response.ok) {
    return [`no version ${name}@challenger: ${await response.text()}`];
  }
  const { model_version: version } = (await response.json()) as {
    readonly model_version: { readonly version: string; readonly run_id: string; readonly status: string };
  };
  const is = `${name}@challenger is`;
  return [
    ...unless(version.version === '1', `${is} version ${version.version}`),
    ...unless(version.status === 'READY', `${is} ${version.status}`),
    ...unless(version.run_id === named(run)?.id, `${is} of the run ${version.run_id}`),
  ];
}

function unless(holds: boolean, fault: string): readonly string[] {
  return holds ? [] : [fault];
}
