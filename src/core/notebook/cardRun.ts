import { modelMetrics, sortedParameters, systemMetrics } from '../explorer/metricGroups';
import { runProgress, type RunProgress } from '../explorer/runProgress';
import { runState, silence } from '../explorer/runStatus';
import { findByKey, type KeyValue, type Metric, type Run } from '../mlflow/entities';
import { isCancelled, MlflowError } from '../mlflow/errors';
import type { TrackingReader } from '../store/trackingStore';
import { LIMITS, type CardMetric, type ChangedParam } from './outputSchemas';
import { reducePoints } from './reducePoints';
import { RunCurves } from './runCurves';

/** What a card shows of a run that is on the server. */
export interface CardRunState {
  readonly run: Run;
  readonly params: readonly KeyValue[];
  readonly metrics: readonly CardMetric[];
  readonly metricCount: number;
  readonly changedParams: readonly ChangedParam[];
  readonly progress: RunProgress | undefined;
  /** Milliseconds without news, where they are so many that the run may be lost. */
  readonly silentFor: number | undefined;
}

/** A run that cards follow, and the run that its cell made before. */
export class CardRun {
  private current: Run | undefined;
  private previous: Run | undefined;
  private readonly curves: RunCurves;

  constructor(
    readonly runId: string,
    private readonly previousRunId: string | undefined,
  ) {
    this.curves = new RunCurves(runId);
  }

  /** The run as the server gave it last; undefined before the first look. */
  get run(): Run | undefined {
    return this.current;
  }

  /** The first look. Only here the run is asked for by its id alone: an output may name a wrong experiment. */
  async start(reader: TrackingReader, signal: AbortSignal): Promise<void> {
    const [run, previous] = await Promise.all([
      reader.getRun(this.runId, signal),
      this.previousRunId === undefined ? undefined : orNothing(reader.getRun(this.previousRunId, signal)),
    ]);
    this.previous = previous?.experimentId === run.experimentId ? previous : undefined;
    this.current = run;
  }

  /** Takes a newer state of the run. */
  renew(run: Run): void {
    this.current = run;
  }

  /** Brings the curves of the first metrics up to the run's last values. */
  async followCurves(reader: TrackingReader, count: number, signal: AbortSignal): Promise<void> {
    if (this.current !== undefined) {
      const keys = shownMetrics(this.current).slice(0, count);
      await this.curves.follow(
        reader,
        this.current,
        keys.map(({ key }) => key),
        signal,
      );
    }
  }

  /** What a card shows; undefined before the first look. */
  state(now: number): CardRunState | undefined {
    const run = this.current;
    if (run === undefined) {
      return undefined;
    }
    const metrics = shownMetrics(run);
    return {
      run,
      params: sortedParameters(run),
      metrics: metrics.slice(0, LIMITS.metrics).map((metric) => this.cardMetric(metric)),
      metricCount: metrics.length,
      changedParams: this.previous === undefined ? [] : changedParams(this.previous, run),
      progress: runProgress(run),
      silentFor: runState(run, now) === 'lost' ? silence(run, now) : undefined,
    };
  }

  private cardMetric({ key, value, step }: Metric): CardMetric {
    const points = reducePoints(this.curves.get(key), LIMITS.points).map(([at, y]): [number, number] => [at, y]);
    const previous = this.previous && findByKey(this.previous.metrics, key)?.value;
    return { key, value, step, points, previous };
  }
}

/** Those that the code logged come first. */
function shownMetrics(run: Run): readonly Metric[] {
  return [...modelMetrics(run), ...systemMetrics(run)];
}

/** Parameters of the run that another value had before, or none. A run that runs may yet log what is missing. */
function changedParams(previous: Run, run: Run): readonly ChangedParam[] {
  const before = new Map(previous.params.map(({ key, value }) => [key, value]));
  return sortedParameters(run).flatMap(({ key, value }) =>
    before.get(key) === value ? [] : [{ key, before: before.get(key), after: value }],
  );
}

/** A run that has been deleted since is nothing to compare with. */
async function orNothing(run: Promise<Run>): Promise<Run | undefined> {
  try {
    return await run;
  } catch (error) {
    if (error instanceof MlflowError && !isCancelled(error)) {
      return undefined;
    }
    throw error;
  }
}
