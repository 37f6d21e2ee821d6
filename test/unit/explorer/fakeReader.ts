import type { Experiment, Page, Run } from '../../../src/core/mlflow/entities';
import { findByKey, parentRunId } from '../../../src/core/mlflow/entities';
import { MlflowError } from '../../../src/core/mlflow/errors';
import { compareRuns, type RunSort } from '../../../src/core/explorer/runOrder';
import type { ExperimentQuery, RunQuery, TrackingReader } from '../../../src/core/store/trackingStore';

/** A tracking server in memory that pages, filters and sorts as MLflow does, and remembers what it was asked. */
export class FakeReader {
  readonly searches: RunQuery[] = [];
  readonly refreshes: (readonly string[])[] = [];
  readonly experiments: Experiment[] = [];
  /** The next requests fail with this. */
  failure: MlflowError | undefined;

  constructor(public runs: readonly Run[]) {}

  get reader(): TrackingReader {
    return this as unknown as TrackingReader;
  }

  searchRuns(query: RunQuery, signal?: AbortSignal): Promise<Page<Run>> {
    this.searches.push(query);
    const runs = this.runs
      .filter((run) => query.experimentIds.includes(run.experimentId))
      .filter((run) => query.view === 'ALL' || run.lifecycleStage === 'active')
      .filter((run) => matches(run, query.filter ?? ''))
      .sort(compareRuns(sortOf(query.orderBy?.[0]), false));
    return this.answer(page(runs, query.maxResults, query.pageToken), signal);
  }

  searchExperiments(query: ExperimentQuery, signal?: AbortSignal): Promise<Page<Experiment>> {
    return this.answer(page(this.experiments, query.maxResults, query.pageToken), signal);
  }

  refreshRuns(
    experimentIds: readonly string[],
    runIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly Run[]> {
    this.refreshes.push(runIds);
    return this.answer(
      this.runs.filter((run) => experimentIds.includes(run.experimentId) && runIds.includes(run.runId)),
      signal,
    );
  }

  private answer<T>(value: T, signal: AbortSignal | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        if (signal?.aborted === true) {
          reject(new MlflowError('cancelled', 'Cancelled.', { action: 'test', url: '' }));
        } else if (this.failure !== undefined) {
          reject(this.failure);
        } else {
          resolve(value);
        }
      });
    });
  }
}

export const UNREACHABLE = new MlflowError('refused', 'Nothing answers.', { action: 'search runs', url: 'http://x' });

function page<T>(all: readonly T[], maxResults: number, token = '0'): Page<T> {
  const start = Number(token);
  const next = start + maxResults;
  return { items: all.slice(start, next), ...(next < all.length ? { nextPageToken: String(next) } : {}) };
}

function matches(run: Run, filter: string): boolean {
  const conditions = filter === '' ? [] : filter.split(' AND ');
  return conditions.every((condition) => holds(run, condition));
}

function holds(run: Run, condition: string): boolean {
  const [, left, value = ''] = /^(\S+) (?:=|>) '?([^']+)'?$/u.exec(condition) ?? [];
  switch (left) {
    case 'tags.`mlflow.parentRunId`':
      return parentRunId(run) === value;
    case 'attributes.status':
      return run.status === value;
    case 'metrics.m':
      return (findByKey(run.metrics, 'm')?.value ?? 0) > Number(value);
    default:
      throw new Error(`The fake knows no condition ${condition}`);
  }
}

function sortOf(clause = 'attributes.start_time DESC'): RunSort {
  const [, kind = '', key = '', direction] = /^(\w+)\.`?([^`]+?)`? (ASC|DESC)$/u.exec(clause) ?? [];
  const by = ({ metrics: 'metric', params: 'param' } as const)[kind] ?? 'attribute';
  return { by, key, ascending: direction === 'ASC' };
}
