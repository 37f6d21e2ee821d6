/** What a benchmark comes to. */

/** An upper bound that must hold. */
export interface Limit {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  readonly holds: boolean;
}

/** What `--json` prints, without the name. */
export interface Measurement {
  /** By what was measured, with its unit: `tree median ms`. */
  readonly figures: Readonly<Record<string, number>>;
  readonly limits: readonly Limit[];
}

/** A benchmark: a module `<name>.bench.ts` exports it as `measure`. */
export type Measure = () => Promise<Measurement>;

/** A limit, with whether the value keeps to it. */
export function atMost(what: string, value: number, limit: number): Limit {
  return { what, value: rounded(value), limit, holds: value <= limit };
}

/** The middle of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? Number.NaN)) / 2 : upper;
}

/** To a thousandth: more digits would only pretend. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
