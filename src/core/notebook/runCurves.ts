import type { Metric, Run } from '../mlflow/entities';
import type { TrackingReader } from '../store/trackingStore';
import { reducePoints, type Point } from './reducePoints';

// Enough for a curve of a few hundred pixels, and little enough to keep for each of a notebook's runs.
const KEPT_POINTS = 512;
// On servers that only have whole histories, what is longer shows its first part and its last value.
const MAX_HISTORY = 5000;

/** Curves of a run's metrics while it runs: each look asks only for what came after the last known step. */
export class RunCurves {
  private readonly curves = new Map<string, readonly Point[]>();

  constructor(private readonly runId: string) {}

  /** The points that are known, in the order of their steps. */
  get(key: string): readonly Point[] {
    return this.curves.get(key) ?? [];
  }

  /** Brings the curves of these metrics up to the run's last values. */
  async follow(reader: TrackingReader, run: Run, keys: readonly string[], signal: AbortSignal): Promise<void> {
    const wanted = new Set(keys);
    const behind = run.metrics.filter((metric) => wanted.has(metric.key) && this.isBehind(metric));
    await Promise.all(behind.map((metric) => this.extend(reader, metric, signal)));
  }

  private isBehind({ key, step, value }: Metric): boolean {
    const last = this.get(key).at(-1);
    return last === undefined || step > last[0] || (step === last[0] && !Object.is(value, last[1]));
  }

  private async extend(reader: TrackingReader, metric: Metric, signal: AbortSignal): Promise<void> {
    const known = this.get(metric.key);
    const last = known.at(-1)?.[0];
    const isNext = last !== undefined && metric.step - last <= 1;
    const newer = isNext ? [] : await this.load(reader, metric, last, signal);
    const points = new Map([...known, ...newer, [metric.step, metric.value] as const]);
    const sorted = [...points].sort(([a], [b]) => a - b);
    this.curves.set(metric.key, reducePoints(sorted, KEPT_POINTS));
  }

  private async load(
    reader: TrackingReader,
    { key, step }: Metric,
    after: number | undefined,
    signal: AbortSignal,
  ): Promise<readonly Point[]> {
    const points = reader.capabilities.sampledHistory
      ? await reader.sampledHistory(this.runId, key, { first: after === undefined ? 0 : after + 1, last: step }, signal)
      : await reader.metricHistory(this.runId, key, MAX_HISTORY, signal);
    return points.map((point) => [point.step, point.value]);
  }
}
