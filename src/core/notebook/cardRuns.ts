import type { Run } from '../mlflow/entities';
import { MlflowError } from '../mlflow/errors';
import type { TrackingReader } from '../store/trackingStore';
import { CardRun, type CardRunState } from './cardRun';

/** A run that a card wants to hear of. */
export interface WantedRun {
  readonly runId: string;
  /** The run that the same cell made before. */
  readonly previousRunId: string | undefined;
  /** How many metrics the card shows with their curves. */
  readonly curves: number;
}

/** What a look at the server tells of one run. */
export type LookedAt =
  | { readonly kind: 'run'; readonly state: CardRunState; readonly isEnded: boolean }
  /** The server has no such run, or no longer. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** The runs of cards, over one connection. */
export class CardRuns {
  private readonly runs = new Map<string, CardRun>();

  constructor(
    readonly reader: TrackingReader,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * Looks at all of them: known ones in one request, new ones by their ids. Throws where the one request fails; a failure
   * that concerns one run is told of that run.
   */
  async look(wanted: readonly WantedRun[], signal: AbortSignal): Promise<ReadonlyMap<string, LookedAt>> {
    const known = wanted.flatMap(({ runId }) => this.runs.get(runId)?.run ?? []);
    const renewed = known.length === 0 ? [] : await this.renewed(known, signal);
    const fresh = new Map(renewed.map((run) => [run.runId, run]));
    return new Map(
      await Promise.all(wanted.map(async (run) => [run.runId, await this.lookAt(run, fresh, signal)] as const)),
    );
  }

  private renewed(known: readonly Run[], signal: AbortSignal): Promise<readonly Run[]> {
    const experimentIds = [...new Set(known.map(({ experimentId }) => experimentId))];
    return this.reader.refreshRuns(
      experimentIds,
      known.map(({ runId }) => runId),
      signal,
    );
  }

  private async lookAt(wanted: WantedRun, fresh: ReadonlyMap<string, Run>, signal: AbortSignal): Promise<LookedAt> {
    try {
      const live = await this.current(wanted, fresh, signal);
      await live?.followCurves(this.reader, wanted.curves, signal);
      const state = live?.state(this.now());
      return state === undefined ? this.forget(wanted.runId) : { kind: 'run', state, isEnded: isEnded(state.run) };
    } catch (error) {
      const isGone = error instanceof MlflowError && error.kind === 'not-found';
      return isGone ? this.forget(wanted.runId) : { kind: 'failed', error };
    }
  }

  /** The run in its newest state; undefined where the server no longer has it. */
  private async current(
    { runId, previousRunId }: WantedRun,
    fresh: ReadonlyMap<string, Run>,
    signal: AbortSignal,
  ): Promise<CardRun | undefined> {
    const known = this.runs.get(runId);
    if (known === undefined) {
      const live = new CardRun(runId, previousRunId);
      await live.start(this.reader, signal);
      this.runs.set(runId, live);
      return live;
    }
    const run = fresh.get(runId);
    if (run === undefined) {
      return undefined;
    }
    known.renew(run);
    return known;
  }

  private forget(runId: string): LookedAt {
    this.runs.delete(runId);
    return { kind: 'gone' };
  }
}

function isEnded(run: Run): boolean {
  return run.status !== 'RUNNING' && run.status !== 'SCHEDULED';
}
