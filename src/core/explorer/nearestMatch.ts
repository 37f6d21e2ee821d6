import { checkFilter } from '../mlflow/filter/filter';

/** What a filter asks of a metric: how near the data comes is told by its highest, or its lowest, value. */
export interface MetricBound {
  readonly metric: string;
  readonly ascending: boolean;
}

/** The first metric that the filter wants above or below a value. */
export function metricBound(filter: string): MetricBound | undefined {
  const checked = checkFilter(filter);
  const clauses = checked.ok ? checked.ast.clauses : [];
  for (const { field, operator } of clauses) {
    if (field.kind === 'metric' && /[<>]/u.test(operator)) {
      return { metric: field.key, ascending: operator.startsWith('<') };
    }
  }
  return undefined;
}
