import { formatAge, formatDuration } from '../../src/core/format/time';
import type { UnavailableReason } from '../../src/protocol/runCard';
import type { CardData } from './cardData';

const SEPARATOR = ' · ';

/** One word, or a few, for what the run is: it is announced when it changes. */
export function stateWord(data: CardData): string {
  const { run, runs, isLive, obstacle } = data;
  if (!runs) {
    return { FINISHED: 'Finished', FAILED: 'Failed', KILLED: 'Killed', RUNNING: '', SCHEDULED: '' }[run.status];
  }
  if (obstacle?.type === 'stale') {
    return 'Server unreachable';
  }
  if (obstacle?.reason === 'gone') {
    return 'Not on the server';
  }
  if (!isLive) {
    return 'Running when this was saved';
  }
  if (run.status === 'SCHEDULED') {
    return 'Scheduled';
  }
  return data.metrics.length === 0 ? 'Started' : 'Running';
}

/** What stands beside the name: `Running · step 42 of 60 · 14 min 6 s`. */
export function statusLine(data: CardData, now: number): string {
  const { runs, obstacle } = data;
  if (runs && obstacle?.type === 'stale') {
    return [stateWord(data), `as of ${formatAge(obstacle.since, now)}`].join(SEPARATOR);
  }
  const word = stateWord(data);
  const parts = data.isLive ? [word, ...liveParts(data, now)] : runs ? [word] : endedParts(word, data);
  return parts.join(SEPARATOR);
}

function liveParts({ run, metrics, progress }: CardData, now: number): readonly string[] {
  const parts = metrics.length === 0 ? ['no metrics yet'] : [];
  if (progress !== undefined) {
    parts.push(`step ${stepText(progress)}`);
  }
  parts.push(formatDuration(now - run.startTime));
  if (run.silentFor !== undefined) {
    parts.push(`no news for ${formatDuration(run.silentFor)}`);
  }
  return parts;
}

function endedParts(word: string, { run, steps }: CardData): readonly string[] {
  const isBroken = run.status === 'FAILED' || run.status === 'KILLED';
  const what = isBroken && steps.last > 0 ? `${word} at step ${String(steps.last)}` : word;
  return run.endTime === undefined ? [what] : [what, formatDuration(run.endTime - run.startTime)];
}

/** `42 of 60`, or `42`. */
export function stepText({ step, total }: { readonly step: number; readonly total?: number | undefined }): string {
  return total === undefined ? String(step) : `${String(step)} of ${String(total)}`;
}

const REASONS: Readonly<Record<UnavailableReason, string>> = {
  notConnected: 'Runlens is not connected to a server. This is what the notebook has.',
  otherServer: 'This run is on another server than the one that is connected. This is what the notebook has.',
  gone: 'The server has no such run, or no longer. This is what the notebook has.',
  failed: 'Couldn’t load the run.',
};

/** What a person should know of a run that ran when the host was last heard of. */
export function noteOf({ runs, obstacle }: CardData, now: number): string | undefined {
  if (!runs || obstacle === undefined) {
    return undefined;
  }
  if (obstacle.type === 'stale') {
    const wait = obstacle.nextTry - now;
    return wait > 0
      ? `Next try in ${formatDuration(Math.ceil(wait / 1000) * 1000).replace('.0', '')}.`
      : 'Trying again.';
  }
  return obstacle.detail === undefined ? REASONS[obstacle.reason] : `${REASONS[obstacle.reason]} ${obstacle.detail}`;
}

/** About how long a run with a known number of steps will take: `about 5 min left`. */
export function timeLeft({ run, progress }: CardData, now: number): string | undefined {
  if (progress?.total === undefined || progress.step <= 0 || progress.step >= progress.total) {
    return undefined;
  }
  const left = ((now - run.startTime) / progress.step) * (progress.total - progress.step);
  return left > 0 ? `about ${formatDuration(roundTime(left))} left` : undefined;
}

/** An estimate is no better than a tenth of it. */
function roundTime(time: number): number {
  const unit = time < 60_000 ? 5000 : time < 3_600_000 ? 60_000 : 600_000;
  return Math.ceil(time / unit) * unit;
}
