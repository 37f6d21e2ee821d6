import type { Metric } from '../mlflow/entities';
import { isLowerBetter } from '../format/metricDirection';

/** The points of a metric's history that a person asks for; without any where no point is a number. */
export interface MetricExtremes {
  readonly first: Metric;
  readonly last: Metric;
  readonly minimum?: Metric;
  readonly maximum?: Metric;
  readonly best?: Metric;
  readonly points: number;
}

/** Undefined for an empty history. First and last are by step, then by time; NaN is never an extreme. */
export function metricExtremes(history: readonly Metric[]): MetricExtremes | undefined {
  const first = pick(history, isBefore);
  const last = pick(history, (a, b) => !isBefore(a, b));
  if (first === undefined || last === undefined) {
    return undefined;
  }
  const numbers = history.filter((point) => !Number.isNaN(point.value));
  const minimum = pick(numbers, (a, b) => a.value < b.value);
  const maximum = pick(numbers, (a, b) => a.value > b.value);
  const best = isLowerBetter(first.key) ? minimum : maximum;
  return {
    first,
    last,
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(best === undefined ? {} : { best }),
    points: history.length,
  };
}

function pick(points: readonly Metric[], wins: (challenger: Metric, holder: Metric) => boolean): Metric | undefined {
  let holder: Metric | undefined;
  for (const point of points) {
    if (holder === undefined || wins(point, holder)) {
      holder = point;
    }
  }
  return holder;
}

function isBefore(a: Metric, b: Metric): boolean {
  return a.step === b.step ? a.timestamp < b.timestamp : a.step < b.step;
}
