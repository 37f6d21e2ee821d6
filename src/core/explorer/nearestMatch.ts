/** What a filter asks of a metric: how near the data comes is told by its highest, or its lowest, value. */
export interface MetricBound {
  readonly metric: string;
  readonly ascending: boolean;
}

const COMPARISON = /(?:^|\s)metrics?\.(?:`([^`]+)`|"([^"]+)"|([\w./-]+))\s*(>=|<=|>|<)/iu;

/** The first metric that the filter wants above or below a value. */
export function metricBound(filter: string): MetricBound | undefined {
  const match = COMPARISON.exec(filter);
  const metric = match?.[1] ?? match?.[2] ?? match?.[3];
  return metric === undefined ? undefined : { metric, ascending: match?.[4]?.startsWith('<') ?? false };
}
