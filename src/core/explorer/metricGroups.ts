import type { KeyValue, Metric, Run } from '../mlflow/entities';

const SYSTEM_PREFIX = 'system/';
const RESERVED_TAG_PREFIX = 'mlflow.';

export function isSystemMetric(key: string): boolean {
  return key.startsWith(SYSTEM_PREFIX);
}

/** The metrics that the run's code logged, once each and in the order of their names. */
export function modelMetrics(run: Run): readonly Metric[] {
  return sortedByKey(run.metrics.filter((metric) => !isSystemMetric(metric.key)));
}

/** CPU, memory and the like, which MLflow logs by itself. */
export function systemMetrics(run: Run): readonly Metric[] {
  return sortedByKey(run.metrics.filter((metric) => isSystemMetric(metric.key)));
}

export function sortedParameters(run: Run): readonly KeyValue[] {
  return sortedByKey(run.params);
}

/** The tags that people set; MLflow's own start with `mlflow.`. */
export function userTags(run: Run): readonly KeyValue[] {
  return sortedByKey(run.tags.filter((tag) => !tag.key.startsWith(RESERVED_TAG_PREFIX)));
}

const BY_NAME = new Intl.Collator('en', { numeric: true });

function sortedByKey<T extends { readonly key: string }>(items: readonly T[]): readonly T[] {
  const unique = new Map(items.map((item) => [item.key, item]));
  return [...unique.values()].sort((a, b) => BY_NAME.compare(a.key, b.key));
}

/** The names of metrics and parameters that occur in the runs, for choosing what to sort by and what to show. */
export function seenKeys(runs: Iterable<Run>): {
  readonly metrics: readonly string[];
  readonly params: readonly string[];
} {
  const metrics = new Set<string>();
  const params = new Set<string>();
  for (const run of runs) {
    for (const { key } of run.metrics) {
      metrics.add(key);
    }
    for (const { key } of run.params) {
      params.add(key);
    }
  }
  const names = (keys: Set<string>): string[] => [...keys].sort((a, b) => BY_NAME.compare(a, b));
  return { metrics: names(metrics), params: names(params) };
}

/** The metric that most runs have, by name among equals: what stands beside a run when nobody chose one. */
export function commonestMetric(runs: Iterable<Run>): string | undefined {
  const counts = new Map<string, number>();
  for (const run of runs) {
    for (const { key } of run.metrics) {
      if (!isSystemMetric(key)) {
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  let best: string | undefined;
  let most = 0;
  for (const [key, count] of counts) {
    if (count > most || (count === most && best !== undefined && BY_NAME.compare(key, best) < 0)) {
      best = key;
      most = count;
    }
  }
  return best;
}
