import { isLowerBetter } from '../../src/core/format/metricDirection';
import { formatNumber } from '../../src/core/format/number';

/** A metric's change since the cell's run before, in the form of a card's column. */
export interface Delta {
  readonly text: string;
  /** For a screen reader and the title: `better by 0.0212`. */
  readonly words: string;
  readonly verdict: 'better' | 'worse' | 'same';
}

/** Undefined where a side is missing or not a number to subtract. */
export function deltaOf(key: string, value: number, previous: number | undefined): Delta | undefined {
  if (previous === undefined || !Number.isFinite(value) || !Number.isFinite(previous)) {
    return undefined;
  }
  if (value === previous) {
    return { text: '＝', words: 'the same as before', verdict: 'same' };
  }
  const rises = value > previous;
  const isBetter = rises !== isLowerBetter(key);
  const size = sizeText(value, Math.abs(value - previous));
  // Filled is better and hollow is worse, whatever the direction: colour alone says nothing.
  const arrow = isBetter ? (rises ? '▲' : '▼') : rises ? '△' : '▽';
  const verdict = isBetter ? 'better' : 'worse';
  return { text: `${arrow} ${size}`, words: `${verdict} by ${size}`, verdict };
}

/** With as many decimals as the value has; in its own form where nothing would be left of it. */
function sizeText(value: number, size: number): string {
  const decimals = /^-?\d+\.(\d+)$/u.exec(formatNumber(value))?.[1]?.length;
  const text = decimals === undefined ? formatNumber(size) : size.toFixed(decimals);
  return Number(text) === 0 || text.length > 9 ? formatNumber(size) : text;
}
