import type * as v from 'valibot';

/** Checks a reply and turns it into what callers get. */
export type ReplySchema<T> = v.GenericSchema<unknown, T>;
