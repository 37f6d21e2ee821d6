import * as v from 'valibot';
import type { KeyValue, Metric } from '../../entities';

/*
 * A page of runs has hundreds of thousands of these: plain loops check them, many times as fast as a schema, and keys are
 * interned, so that the pages of a session share one copy of each.
 */

const NOTHING: readonly never[] = [];

/** Parameters and tags. */
export const KeyValues = entries<KeyValue>('key and value as text', keyValue);

/** Last points, or a history. */
export const Metrics = entries<Metric>('key, value, timestamp and step', metric);

function entries<T>(expects: string, read: (entry: Record<string, unknown>) => T | undefined) {
  const schema = v.pipe(
    v.unknown(),
    v.rawTransform<unknown, readonly T[]>(({ dataset, addIssue, NEVER }) => {
      const items = readAll(dataset.value, read);
      if (items === undefined) {
        addIssue({ message: 'not a list of entries', expected: expects });
        return NEVER;
      }
      return items;
    }),
  );
  return v.nullish(schema, NOTHING);
}

function readAll<T>(input: unknown, read: (entry: Record<string, unknown>) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(input)) {
    return undefined;
  }
  const items: T[] = [];
  for (const entry of input as unknown[]) {
    const item = typeof entry === 'object' && entry !== null ? read(entry as Record<string, unknown>) : undefined;
    if (item === undefined) {
      return undefined;
    }
    items.push(item);
  }
  return items;
}

function keyValue({ key, value }: Record<string, unknown>): KeyValue | undefined {
  // An empty value is left out.
  const text = value ?? '';
  return typeof key === 'string' && typeof text === 'string' ? { key: intern(key), value: text } : undefined;
}

function metric(entry: Record<string, unknown>): Metric | undefined {
  const { key } = entry;
  const value = double(entry.value);
  const timestamp = integer(entry.timestamp);
  const step = integer(entry.step);
  return typeof key === 'string' && value !== undefined && timestamp !== undefined && step !== undefined
    ? { key: intern(key), value, timestamp, step }
    : undefined;
}

// MLflow stores ±Infinity as the largest double.
const INFINITE = Number.MAX_VALUE;
const SPECIAL: Readonly<Partial<Record<string, number>>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

function double(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return Math.abs(value) === INFINITE ? Math.sign(value) * Number.POSITIVE_INFINITY : value;
  }
  if (typeof value === 'string') {
    return Object.hasOwn(SPECIAL, value) ? SPECIAL[value] : undefined;
  }
  return value === undefined || value === null ? 0 : undefined;
}

function integer(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? value : undefined;
  }
  if (typeof value === 'string') {
    return /^-?\d{1,19}$/u.test(value) ? Number(value) : undefined;
  }
  return value === undefined || value === null ? 0 : undefined;
}

const MAX_INTERNED = 50_000;
const interned = new Map<string, string>();

function intern(key: string): string {
  const known = interned.get(key);
  if (known !== undefined) {
    return known;
  }
  if (interned.size >= MAX_INTERNED) {
    interned.clear();
  }
  interned.set(key, key);
  return key;
}
