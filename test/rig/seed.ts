/** Writes fixtures to an MLflow server through its REST interface. Needs nothing but `fetch`. */

/** A metric: one value, the values of steps 0, 1, 2 …, or points. */
export type SeedMetric = number | readonly number[] | readonly SeedPoint[];

/** One point of a metric's history. */
interface SeedPoint {
  readonly step: number;
  readonly value: number;
  readonly timestamp?: number;
}

/** What a run is made of. */
export interface SeedRun {
  readonly name?: string;
  /** The id of the parent run. */
  readonly parent?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, SeedMetric>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Contents by path. */
  readonly artifacts?: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;
  readonly status?: 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';
  /** Epoch milliseconds. */
  readonly start?: number;
  readonly end?: number;
}

/** What a version of a registered model is made of. */
export interface SeedVersion {
  readonly run?: string;
  readonly source?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly aliases?: readonly string[];
  readonly stage?: 'None' | 'Staging' | 'Production' | 'Archived';
}

type Json = Readonly<Record<string, unknown>>;

/** Writes to one server. */
export class Seed {
  private readonly base: string;

  constructor(
    uri: string,
    private readonly auth?: { readonly user: string; readonly password: string },
  ) {
    this.base = uri.replace(/\/$/, '');
  }

  /** Creates an experiment and returns its id. */
  async experiment(name: string, tags: Readonly<Record<string, string>> = {}): Promise<string> {
    const answer = await this.post('experiments/create', { name, tags: pairs(tags) });
    return answer.experiment_id as string;
  }

  /** Creates a run with everything in it and returns its id. It is finished unless a status is given. */
  async run(experimentId: string, run: SeedRun = {}): Promise<string> {
    const { start = Date.now(), status = 'FINISHED', name, metrics = {}, params = {}, artifacts = {} } = run;
    const created = await this.post('runs/create', {
      experiment_id: experimentId,
      start_time: start,
      run_name: name,
      tags: pairs({ 'mlflow.user': 'rig', ...run.tags, ...parentTag(run.parent) }),
    });
    const info = (created.run as { info: { run_id: string; artifact_uri: string } }).info;
    await this.log(info.run_id, metrics, params, start);
    for (const [path, content] of Object.entries(artifacts)) {
      await this.artifact(info.artifact_uri, path, content);
    }
    await this.post('runs/update', { run_id: info.run_id, status, end_time: endOf(run, start) });
    return info.run_id;
  }

  /** Logs metrics and parameters to a run that exists. */
  async log(
    runId: string,
    metrics: Readonly<Record<string, SeedMetric>>,
    params: Readonly<Record<string, string>> = {},
    start = Date.now(),
  ): Promise<void> {
    const points = Object.entries(metrics).flatMap(([key, metric]) => toPoints(key, metric, start));
    await this.post('runs/log-batch', { run_id: runId, params: pairs(params) });
    for (let from = 0; from < points.length; from += 1000) {
      await this.post('runs/log-batch', { run_id: runId, metrics: points.slice(from, from + 1000) });
    }
  }

  /** Creates a registered model. */
  async model(name: string, details: { readonly description?: string; readonly tags?: Json } = {}): Promise<void> {
    const { description, tags = {} } = details;
    await this.post('registered-models/create', { name, description, tags: pairs(tags) });
  }

  /** Creates a version of a registered model and returns its number. */
  async version(name: string, version: SeedVersion = {}): Promise<string> {
    const created = await this.post('model-versions/create', {
      name,
      source: version.source ?? `runs:/${version.run ?? ''}/model`,
      run_id: version.run,
      description: version.description,
      tags: pairs(version.tags ?? {}),
    });
    const number = (created.model_version as { version: string }).version;
    for (const alias of version.aliases ?? []) {
      await this.post('registered-models/alias', { name, alias, version: number });
    }
    if (version.stage !== undefined) {
      const change = { name, version: number, stage: version.stage, archive_existing_versions: false };
      await this.post('model-versions/transition-stage', change);
    }
    return number;
  }

  /** Creates a logged model of MLflow 3, as the output of a run, and returns its id. */
  async loggedModel(experimentId: string, runId: string, name: string): Promise<string> {
    const created = await this.post('logged-models', { experiment_id: experimentId, source_run_id: runId, name });
    const info = (created.model as { info: { model_id: string; artifact_uri: string } }).info;
    await this.artifact(info.artifact_uri, 'MLmodel', `model_id: ${info.model_id}\nflavors: {}\n`);
    const ready = { model_id: info.model_id, status: 'LOGGED_MODEL_READY' };
    await this.call('PATCH', `api/2.0/mlflow/logged-models/${info.model_id}`, JSON.stringify(ready));
    await this.post('runs/outputs', { run_id: runId, models: [{ model_id: info.model_id, step: 0 }] });
    return info.model_id;
  }

  /** Sends a request of the REST interface, such as `runs/delete`, and returns the reply. */
  async post(path: string, body: Json): Promise<Json> {
    return this.call('POST', `api/2.0/mlflow/${path}`, JSON.stringify(body));
  }

  private async artifact(root: string, path: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const stored = `${root.replace(/^mlflow-artifacts:\/+/, '')}/${path}`;
    const encoded = stored.split('/').map(encodeURIComponent).join('/');
    await this.call('PUT', `api/2.0/mlflow-artifacts/artifacts/${encoded}`, content);
  }

  private async call(method: string, path: string, body: string | Uint8Array<ArrayBuffer>): Promise<Json> {
    const headers: Record<string, string> = {};
    if (method !== 'PUT') {
      headers['content-type'] = 'application/json';
    }
    if (this.auth) {
      headers.authorization = `Basic ${Buffer.from(`${this.auth.user}:${this.auth.password}`).toString('base64')}`;
    }
    const response = await fetch(`${this.base}/${path}`, { method, headers, body });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    }
    return text === '' ? {} : (JSON.parse(text) as Json);
  }
}

function endOf(run: SeedRun, start: number): number | undefined {
  const ended = run.status !== 'RUNNING' && run.status !== 'SCHEDULED';
  return ended ? (run.end ?? start + 60_000) : undefined;
}

function parentTag(parent: string | undefined): Readonly<Record<string, string>> {
  return parent === undefined ? {} : { 'mlflow.parentRunId': parent };
}

function pairs(values: Json): readonly { readonly key: string; readonly value: unknown }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

function toPoints(key: string, metric: SeedMetric, start: number): readonly Json[] {
  const values = typeof metric === 'number' ? [metric] : metric;
  return values.map((value, index) => {
    const point = typeof value === 'number' ? { step: index, value } : value;
    return {
      key,
      step: point.step,
      // JSON has no NaN and no infinities: protobuf's JSON form takes their names.
      value: Number.isFinite(point.value) ? point.value : String(point.value),
      timestamp: ('timestamp' in point ? point.timestamp : undefined) ?? start + point.step * 1000,
    };
  });
}
