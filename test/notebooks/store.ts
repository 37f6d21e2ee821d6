/** Reads an experiment from an MLflow server through its REST interface, with all that its runs hold. */

/** A run, as far as the checks of the notebooks look at it. */
export interface StoredRun {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** The id of the parent run. */
  readonly parent: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** The values of each metric, in the order of their steps. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  /** Paths of all artifacts. */
  readonly artifacts: readonly string[];
  /** How many datasets are among its inputs. */
  readonly datasets: number;
}

interface Pair {
  readonly key: string;
  readonly value: string;
}

/** Whole numbers may come as strings. */
interface Point {
  readonly value: number;
  readonly step: number | string;
  readonly timestamp: number | string;
}

interface RawRun {
  readonly info: { readonly run_id: string; readonly run_name: string; readonly status: string };
  readonly data: {
    readonly params?: readonly Pair[];
    readonly tags?: readonly Pair[];
    readonly metrics?: readonly Pair[];
  };
  readonly inputs?: { readonly dataset_inputs?: readonly unknown[] };
}

/** All runs of the experiment of that name; none when there is no such experiment. */
export async function readStore(uri: string, experiment: string): Promise<{ readonly runs: readonly StoredRun[] }> {
  const api = `${uri}/api/2.0/mlflow`;
  const { experiments = [] } = await answer<{ readonly experiments?: readonly { readonly experiment_id: string }[] }>(
    `${api}/experiments/search`,
    { max_results: 1, filter: `name = '${experiment}'` },
  );
  const ids = experiments.map((found) => found.experiment_id);
  const { runs = [] } = await answer<{ readonly runs?: readonly RawRun[] }>(`${api}/runs/search`, {
    experiment_ids: ids,
    max_results: 1000,
  });
  return { runs: await Promise.all(runs.map((run) => stored(api, run))) };
}

async function stored(api: string, { info, data, inputs }: RawRun): Promise<StoredRun> {
  const keys = (data.metrics ?? []).map((metric) => metric.key);
  const histories = await Promise.all(keys.map(async (key) => [key, await history(api, info.run_id, key)] as const));
  const tags = record(data.tags);
  return {
    id: info.run_id,
    name: info.run_name,
    status: info.status,
    parent: tags['mlflow.parentRunId'],
    params: record(data.params),
    tags,
    metrics: Object.fromEntries<readonly number[]>(histories),
    artifacts: await artifacts(api, info.run_id, ''),
    datasets: inputs?.dataset_inputs?.length ?? 0,
  };
}

async function history(api: string, runId: string, key: string): Promise<readonly number[]> {
  const query = new URLSearchParams({ run_id: runId, metric_key: key, max_results: '1000' }).toString();
  const { metrics = [] } = await answer<{ readonly metrics?: readonly Point[] }>(`${api}/metrics/get-history?${query}`);
  const inOrder = [...metrics].sort(
    (a, b) => Number(a.step) - Number(b.step) || Number(a.timestamp) - Number(b.timestamp),
  );
  return inOrder.map((point) => point.value);
}

async function artifacts(api: string, runId: string, path: string): Promise<readonly string[]> {
  const query = new URLSearchParams({ run_id: runId, path }).toString();
  const { files = [] } = await answer<{
    readonly files?: readonly { readonly path: string; readonly is_dir: boolean }[];
  }>(`${api}/artifacts/list?${query}`);
  const inside = await Promise.all(
    files.map((file) => (file.is_dir ? artifacts(api, runId, file.path) : Promise.resolve([file.path]))),
  );
  return inside.flat();
}

/** The answer to a GET, or to a POST of `body`. */
async function answer<T>(url: string, body?: Readonly<Record<string, unknown>>): Promise<T> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, body && post);
  if (!response.ok) {
    throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  }
  return (await response.json()) as T;
}

function record(pairs: readonly Pair[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
