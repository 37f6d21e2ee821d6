import { findByKey, type Run } from '../mlflow/entities';

/** Attributes that MLflow orders runs by, in the order in which they are offered. */
export const RUN_SORT_ATTRIBUTES = ['start_time', 'end_time', 'run_name', 'status', 'user_id'] as const;

export interface RunSort {
  readonly by: 'attribute' | 'metric' | 'param';
  readonly key: string;
  readonly ascending: boolean;
}

export const NEWEST_FIRST: RunSort = { by: 'attribute', key: 'start_time', ascending: false };

const PREFIX = { attribute: 'attributes', metric: 'metrics', param: 'params' } as const;

/** MLflow reads an ordering with a shell's rules for quotes: a key with one of these cannot be written there. */
export function isSortable(key: string): boolean {
  return !/["`\\]/u.test(key);
}

/** MLflow's `order_by` for this sort; runs that compare equal come newest first. */
export function orderBy(sort: RunSort): readonly string[] {
  const direction = sort.ascending ? 'ASC' : 'DESC';
  const key = sort.by === 'attribute' ? sort.key : `\`${sort.key}\``;
  const clause = `${PREFIX[sort.by]}.${key} ${direction}`;
  return sort.by === 'attribute' && sort.key === 'start_time' ? [clause] : [clause, 'attributes.start_time DESC'];
}

export function isSameSort(a: RunSort, b: RunSort): boolean {
  return a.by === b.by && a.key === b.key && a.ascending === b.ascending;
}

/** Whether every run that has the parameter has a number there; the server would compare them as text. */
export function isNumericParameter(runs: Iterable<Run>, key: string): boolean {
  let seen = false;
  for (const run of runs) {
    const value = findByKey(run.params, key)?.value;
    if (value !== undefined) {
      if (toNumber(value) === undefined) {
        return false;
      }
      seen = true;
    }
  }
  return seen;
}

function toNumber(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(value) ? undefined : value;
}

type SortValue = string | number | undefined;

/** Compares runs as the server would, but parameters as numbers where `numeric` says that all of them are. */
export function compareRuns(sort: RunSort, numeric: boolean): (a: Run, b: Run) => number {
  const valueOf = sortValue(sort, numeric);
  const sign = sort.ascending ? 1 : -1;
  return (a, b) =>
    compareValues(valueOf(a), valueOf(b), sign) || b.startTime - a.startTime || compareText(a.runId, b.runId);
}

function sortValue(sort: RunSort, numeric: boolean): (run: Run) => SortValue {
  const { by, key } = sort;
  if (by === 'metric') {
    return (run) => findByKey(run.metrics, key)?.value;
  }
  if (by === 'param') {
    return (run) => {
      const value = findByKey(run.params, key)?.value;
      return numeric && value !== undefined ? toNumber(value) : value;
    };
  }
  return attributeOf(key);
}

function attributeOf(key: string): (run: Run) => SortValue {
  switch (key) {
    case 'end_time':
      return (run) => run.endTime;
    case 'run_name':
      return (run) => run.name;
    case 'status':
      return (run) => run.status;
    case 'user_id':
      return (run) => run.userId;
    default:
      return (run) => run.startTime;
  }
}

// Whatever the direction: values, then NaN, then runs without a value.
function compareValues(a: SortValue, b: SortValue, sign: number): number {
  const rank = valueRank(a) - valueRank(b);
  if (rank !== 0 || a === undefined || b === undefined) {
    return rank;
  }
  if (typeof a === 'number' && typeof b === 'number') {
    return a === b || Number.isNaN(a) ? 0 : sign * (a < b ? -1 : 1);
  }
  return sign * compareText(String(a), String(b));
}

function valueRank(value: SortValue): number {
  if (value === undefined) {
    return 2;
  }
  return Number.isNaN(value) ? 1 : 0;
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
