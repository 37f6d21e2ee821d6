/**
 * Messages between the cards below cells (`webview/runCard`) and the extension host. The host answers for runs only that
 * are in outputs of the notebook; both sides drop what they can't read.
 */
import * as v from 'valibot';
import {
  CardMetrics,
  ChangedParams,
  Count,
  LIMITS,
  optional,
  RunId,
  Status,
  Text,
  Time,
} from '../core/notebook/outputSchemas';

/** What a card asks the host to do for its run. */
const ACTIONS = ['reveal', 'open', 'compare', 'whatChanged', 'stop', 'retry'] as const;

const RequestSchema = v.variant('type', [
  /** Asks what the run is now, and to hear of it again while it runs; the first `curves` metrics with their curves. */
  v.object({
    type: v.literal('watch'),
    runId: RunId,
    curves: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(LIMITS.metrics)),
  }),
  v.object({ type: v.literal('unwatch'), runId: RunId }),
  v.object({ type: v.literal('act'), runId: RunId, action: v.picklist(ACTIONS) }),
]);

const UpdateSchema = v.object({
  type: v.literal('update'),
  runId: RunId,
  name: Text,
  status: Status,
  startTime: Time,
  endTime: optional(Time),
  /** Milliseconds without news, where they are so many that the run may be lost. */
  silentFor: optional(Time),
  progress: optional(v.object({ step: Count, total: optional(Count) })),
  paramCount: Count,
  metrics: CardMetrics,
  metricCount: Count,
  changedParams: ChangedParams,
  /** Milliseconds to the next update. */
  interval: Time,
});

const StaleSchema = v.object({
  type: v.literal('stale'),
  runId: RunId,
  /** Epoch milliseconds of the last answer, and of the next try. */
  since: Time,
  nextTry: Time,
});

/** Why there is no live data. */
const REASONS = ['notConnected', 'otherServer', 'gone', 'failed'] as const;

const UnavailableSchema = v.object({
  type: v.literal('unavailable'),
  runId: RunId,
  reason: v.picklist(REASONS),
  /** What the server answered, where it failed. */
  detail: optional(Text),
});

const NotificationSchema = v.variant('type', [UpdateSchema, StaleSchema, UnavailableSchema]);

/** A card's words to the host. */
export type CardRequest = v.InferOutput<typeof RequestSchema>;
export type CardAction = (typeof ACTIONS)[number];

/** The host's words to a card, as they are sent: numbers that JSON lacks are words. */
export type CardMessage = v.InferInput<typeof NotificationSchema>;

/** The host's words to a card, as the card reads them. */
export type CardNotification = v.InferOutput<typeof NotificationSchema>;
export type CardUpdate = v.InferOutput<typeof UpdateSchema>;
export type UnavailableReason = (typeof REASONS)[number];

/** Reads a message from a card; undefined for all that is not one. */
export function parseCardRequest(message: unknown): CardRequest | undefined {
  const parsed = v.safeParse(RequestSchema, message);
  return parsed.success ? parsed.output : undefined;
}

/** Reads a message from the host; undefined for all that is not one. */
export function parseCardNotification(message: unknown): CardNotification | undefined {
  const parsed = v.safeParse(NotificationSchema, message);
  return parsed.success ? parsed.output : undefined;
}
