// MLflow's protobuf endpoints answer ±1.797e308 for ±Infinity.
const INFINITE = 1.7976e308;

let grouped: Intl.NumberFormat | undefined;

// Made when it is first needed: the first of them takes several milliseconds, which the start of the extension can spare.
function group(value: number): string {
  grouped ??= new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
  return grouped.format(value);
}

/** A metric's value: 4 significant digits, whole integers, grouped from 10,000, scientific below 0.001 and from 1e7. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (!(size < INFINITE)) {
    return formatSpecial(value);
  }
  if (value !== 0 && (size < 0.001 || size >= 1e7)) {
    return scientific(value);
  }
  if (size >= 10_000) {
    return group(value);
  }
  return Number.isInteger(value) ? String(value) : Number(value.toPrecision(4)).toFixed(decimals(size));
}

function formatSpecial(value: number): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  return value > 0 ? '∞' : '-∞';
}

function scientific(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(3).split('e');
  return `${String(Number(mantissa))}e${exponent.replace('+', '')}`;
}

function decimals(size: number): number {
  return Math.max(0, 3 - Math.floor(Math.log10(Number(size.toPrecision(4)))));
}

/** Bytes in SI units: `384 B`, `1.9 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** `1 run`, `1,204 runs`. */
export function formatCount(count: number, one: string, many: string): string {
  return `${group(count)} ${count === 1 ? one : many}`;
}
