import * as v from 'valibot';

/** Text that MLflow leaves out when it is empty. */
export const Text = v.nullish(v.string(), '');

/** Text that is absent rather than empty. */
export const OptionalText = v.pipe(
  v.nullish(v.string(), ''),
  v.transform((text) => (text === '' ? undefined : text)),
);

// An int64: protobuf's JSON form writes it as a string.
const Integer = v.union([
  v.pipe(v.number(), v.integer()),
  v.pipe(v.string(), v.regex(/^-?\d{1,19}$/u), v.transform(Number)),
]);

/** A time or a count that MLflow leaves out when it is zero. */
export const Count = v.nullish(Integer, 0);

/** A time or a size that is absent rather than zero. */
export const OptionalCount = v.pipe(
  v.nullish(Integer, -1),
  v.transform((number) => (number < 0 ? undefined : number)),
);

/** A number or its text, as text: versions of models. */
export const NumberText = v.pipe(v.union([v.string(), v.number()]), v.transform(String));

/** A list that MLflow leaves out when it is empty. */
export function list<T>(item: v.GenericSchema<unknown, T>) {
  return v.nullish(v.array(item), []);
}

export const Lifecycle = v.nullish(v.picklist(['active', 'deleted']), 'active');

/** Reply of a write that tells nothing. */
export const Nothing = v.pipe(
  v.unknown(),
  v.transform((): undefined => undefined),
);
