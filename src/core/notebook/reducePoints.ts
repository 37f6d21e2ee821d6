/** A step and the value that a metric had there. */
export type Point = readonly [step: number, value: number];

/**
 * At most `max` points (4 or more) of a curve that look like all of them: in each part of the way the lowest and the
 * highest, so that no spike is lost, and the first and the last. `points` are in the order of their steps.
 */
export function reducePoints(points: readonly Point[], max: number): readonly Point[] {
  if (points.length <= max) {
    return points;
  }
  const parts = Math.floor((max - 2) / 2);
  const kept = new Set([0, points.length - 1]);
  for (let part = 0; part < parts; part += 1) {
    const from = Math.floor((part * points.length) / parts);
    const to = Math.floor(((part + 1) * points.length) / parts);
    for (const index of extremes(points, from, to)) {
      kept.add(index);
    }
  }
  return points.filter((_, index) => kept.has(index));
}

/** Indexes of the lowest and the highest value within the bounds; NaN only where there is nothing else. */
function extremes(points: readonly Point[], from: number, to: number): readonly [number, number] {
  let low = from;
  let high = from;
  for (let index = from; index < to; index += 1) {
    const value = valueAt(points, index);
    if (value < valueAt(points, low) || Number.isNaN(valueAt(points, low))) {
      low = index;
    }
    if (value > valueAt(points, high) || Number.isNaN(valueAt(points, high))) {
      high = index;
    }
  }
  return [low, high];
}

function valueAt(points: readonly Point[], index: number): number {
  return points[index]?.[1] ?? Number.NaN;
}
