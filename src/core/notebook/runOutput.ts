/**
 * The output of a logged cell, `application/vnd.runlens.run+json`, as the kernel's package writes it. It lies in notebooks,
 * which come from anywhere: what is read here is checked, bounded and free of characters that could deceive.
 */
import * as v from 'valibot';
import { parseTrackingUri } from '../mlflow/trackingUri';
import {
  atMost,
  CardMetrics,
  ChangedParams,
  Count,
  optional,
  Params,
  RunId,
  Status,
  Text,
  Time,
} from './outputSchemas';

export const RUN_MIME = 'application/vnd.runlens.run+json';

const VERSION = 1;
// A full card has some 100 kB; one that is larger was not made by the kernel's package.
const MAX_BYTES = 1_000_000;
const MAX_FEW = 20;

const ExperimentId = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/u));

/** An http(s) address without user name and password; any other is as good as none. */
const TrackingUri = v.pipe(
  v.nullish(v.string()),
  v.transform((text) => {
    const uri = parseTrackingUri(text ?? '');
    return uri.kind === 'http' ? uri.baseUrl : undefined;
  }),
);

const RunSchema = v.pipe(
  v.object({
    run_id: RunId,
    run_name: Text,
    experiment_id: ExperimentId,
    experiment_name: Text,
    status: Status,
    start_time: Time,
    end_time: optional(Time),
    parent_run_id: optional(RunId),
  }),
  v.transform((run) => ({
    runId: run.run_id,
    name: run.run_name,
    experimentId: run.experiment_id,
    experimentName: run.experiment_name,
    status: run.status,
    startTime: run.start_time,
    endTime: run.end_time,
    parentRunId: run.parent_run_id,
  })),
);

const ModelSchema = v.pipe(
  v.object({
    name: Text,
    model_id: optional(Text),
    registered: optional(v.object({ name: Text, version: Text, alias: optional(Text) })),
  }),
  v.transform(({ name, model_id, registered }) => ({ name, modelId: model_id, registered })),
);

const CellSchema = v.pipe(
  v.nullish(v.object({ id: optional(Text), execution_count: optional(Count) }), {}),
  v.transform(({ id, execution_count }) => ({ id, executionCount: execution_count })),
);

const RunOutputSchema = v.pipe(
  v.object({
    tracking_uri: TrackingUri,
    run: RunSchema,
    cell: CellSchema,
    previous_run_id: optional(RunId),
    params: Params,
    param_count: v.nullish(Count, 0),
    metrics: CardMetrics,
    metric_count: v.nullish(Count, 0),
    changed_params: ChangedParams,
    models: atMost(MAX_FEW, ModelSchema),
    artifact_count: optional(Count),
    children: v.nullish(Count, 0),
    error: optional(v.object({ type: Text, message: Text })),
    notices: atMost(MAX_FEW, Text),
  }),
  v.transform((output) => ({
    trackingUri: output.tracking_uri,
    run: output.run,
    cell: output.cell,
    previousRunId: output.previous_run_id,
    params: output.params,
    paramCount: Math.max(output.param_count, output.params.length),
    metrics: output.metrics,
    metricCount: Math.max(output.metric_count, output.metrics.length),
    changedParams: output.changed_params,
    models: output.models,
    artifactCount: output.artifact_count,
    children: output.children,
    error: output.error,
    notices: output.notices,
  })),
);

/** What a logged cell tells of its run. Times are in milliseconds since the epoch; values may be NaN or ±Infinity. */
export type RunOutput = v.InferOutput<typeof RunOutputSchema>;

export type ReadRunOutput =
  | { readonly kind: 'output'; readonly output: RunOutput }
  /** Written by another release of the kernel's package. */
  | { readonly kind: 'otherVersion'; readonly version: number }
  | { readonly kind: 'unreadable' };

/** Reads an output item: its bytes, its text, or the JSON value that they stand for. Never throws. */
export function readRunOutput(data: unknown): ReadRunOutput {
  const value = jsonValue(data);
  const version = v.safeParse(v.object({ version: v.pipe(v.number(), v.safeInteger()) }), value);
  if (!version.success) {
    return { kind: 'unreadable' };
  }
  if (version.output.version !== VERSION) {
    return { kind: 'otherVersion', version: version.output.version };
  }
  const parsed = v.safeParse(RunOutputSchema, value);
  return parsed.success ? { kind: 'output', output: parsed.output } : { kind: 'unreadable' };
}

/** The output, or undefined where it can't be read. */
export function parseRunOutput(data: unknown): RunOutput | undefined {
  const read = readRunOutput(data);
  return read.kind === 'output' ? read.output : undefined;
}

function jsonValue(data: unknown): unknown {
  try {
    if (data instanceof Uint8Array) {
      return data.byteLength > MAX_BYTES ? undefined : JSON.parse(new TextDecoder().decode(data));
    }
    if (typeof data === 'string') {
      return data.length > MAX_BYTES ? undefined : JSON.parse(data);
    }
    return data;
  } catch {
    return undefined;
  }
}
