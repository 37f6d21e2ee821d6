/** A point of a curve as [step, value]. */
type Point = readonly [step: number, value: number];

/** The steps that all curves of a card share. */
export interface Steps {
  readonly first: number;
  readonly last: number;
}

/** A curve in a box of the given size, as the `d` of paths. */
export interface Curve {
  readonly line: string;
  readonly area: string;
  /** The last point that has a place. */
  readonly end: readonly [x: number, y: number];
}

export const CURVE = { width: 300, height: 20, edge: 3 } as const;

/** Undefined where there are not two values to connect. Values that are not finite are gaps. */
export function curveOf(points: readonly Point[], { first, last }: Steps): Curve | undefined {
  const finite = points.filter(([, value]) => Number.isFinite(value));
  const end = finite.at(-1);
  if (end === undefined || finite.length < 2 || last <= first) {
    return undefined;
  }
  const values = finite.map(([, value]) => value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  // Halves, because the difference of two huge values may be infinite.
  const range = high / 2 - low / 2;
  const place = ([step, value]: Point): readonly [number, number] => [
    round(((step - first) / (last - first)) * CURVE.width),
    round(
      range === 0
        ? CURVE.height / 2
        : CURVE.height - CURVE.edge - ((value / 2 - low / 2) / range) * (CURVE.height - 2 * CURVE.edge),
    ),
  ];
  const parts = runsOfNumbers(points).map((part) => part.map(place));
  return {
    line: parts.map((part) => pathOf(part)).join(''),
    area: parts.map((part) => areaOf(part)).join(''),
    end: place(end),
  };
}

function runsOfNumbers(points: readonly Point[]): readonly (readonly Point[])[] {
  const parts: Point[][] = [[]];
  for (const point of points) {
    if (Number.isFinite(point[1])) {
      parts.at(-1)?.push(point);
    } else {
      parts.push([]);
    }
  }
  return parts.filter((part) => part.length > 0);
}

function pathOf(part: readonly (readonly [number, number])[]): string {
  return `M${part.map(([x, y]) => `${x} ${y}`).join('L')}`;
}

function areaOf(part: readonly (readonly [number, number])[]): string {
  const from = part[0]?.[0] ?? 0;
  const to = part.at(-1)?.[0] ?? 0;
  return `${pathOf(part)}L${to} ${CURVE.height}L${from} ${CURVE.height}Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
