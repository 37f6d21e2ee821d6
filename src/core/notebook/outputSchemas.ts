/** What outputs of cells, and the messages about them, are made of. All of it may be hostile. */
import * as v from 'valibot';
import { RUN_STATUSES } from '../mlflow/entities';
import { singleLine } from '../text/safeText';

const MAX_TEXT = 500;
const MAX_POINTS = 64;
const MAX_METRICS = 30;
const MAX_PARAMS = 100;
const MAX_CHANGED = 20;
// The last moment that a JavaScript Date can be.
const LAST_TIME = 8.64e15;

/** Bounds of the lists. */
export const LIMITS = { points: MAX_POINTS, metrics: MAX_METRICS, params: MAX_PARAMS, changed: MAX_CHANGED } as const;

/** Text for one line, shortened. */
export const Text = v.pipe(
  v.string(),
  v.transform((text) => singleLine(text, MAX_TEXT)),
);
export const RunId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/u));
export const Status = v.picklist(RUN_STATUSES);
export const Time = v.pipe(v.number(), v.minValue(0), v.maxValue(LAST_TIME));
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Step = v.pipe(v.number(), v.safeInteger());

/** A metric's value; JSON has no NaN and no infinities, so they are words. */
const MetricValue = v.union([v.number(), v.pipe(v.picklist(['NaN', 'Infinity', '-Infinity']), v.transform(Number))]);

/** A value as {@link MetricValue} reads it. */
export function jsonNumber(value: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  return Number.isFinite(value) ? value : value > 0 ? 'Infinity' : '-Infinity';
}

/** Null and what is left out are the same: absent. */
export function optional<T>(schema: v.GenericSchema<unknown, T>) {
  return v.pipe(
    v.nullish(schema),
    v.transform((value): T | undefined => value ?? undefined),
  );
}

/** The first `max` elements; what follows is not even looked at. */
export function atMost<T>(max: number, item: v.GenericSchema<unknown, T>) {
  return v.pipe(
    v.nullish(v.array(v.unknown()), []),
    v.transform((items) => items.slice(0, max)),
    v.array(item),
  );
}

export const Params = atMost(MAX_PARAMS, v.strictTuple([Text, Text]));

export const CardMetrics = atMost(
  MAX_METRICS,
  v.object({
    key: Text,
    value: MetricValue,
    step: v.nullish(Step, 0),
    points: atMost(MAX_POINTS, v.strictTuple([Step, MetricValue])),
    previous: optional(MetricValue),
  }),
);

export const ChangedParams = atMost(
  MAX_CHANGED,
  v.object({ key: Text, before: optional(Text), after: optional(Text) }),
);

/** The last value of a metric, its curve as [step, value], and the value that the cell's run before it had. */
export type CardMetric = v.InferOutput<typeof CardMetrics>[number];

/** A parameter whose value differs from that of the cell's run before. */
export type ChangedParam = v.InferOutput<typeof ChangedParams>[number];
