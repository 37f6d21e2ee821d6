"""Reduces a metric's history to the points that a small curve shows."""

from __future__ import annotations

from collections.abc import Sequence

from .figures import special_value

MAX_POINTS = 64

Point = tuple[int, float]


def reduce_points(points: Sequence[Point], limit: int = MAX_POINTS) -> list[Point]:
    """At most ``limit`` of ``points``, by step: the first, last, least and greatest of each bucket of steps.

    Even sampling would lose spikes. Where a step was logged more than once, its last value counts. Of values that are
    not finite, the last one of a bucket stays where the bucket holds nothing else: a curve breaks there. The first and
    the last point always stay.
    """
    ordered = sorted(dict(points).items())
    if len(ordered) <= limit:
        return ordered
    kept = {ordered[0][0], ordered[-1][0]}
    for bucket in _buckets(ordered, max(1, (limit - 2) // 4)):
        kept.update(step for step, _ in _outline(bucket))
    return [point for point in ordered if point[0] in kept]


def _buckets(points: list[Point], count: int) -> list[list[Point]]:
    first, last = points[0][0], points[-1][0]
    width = (last - first) / count
    buckets: list[list[Point]] = [[] for _ in range(count)]
    for point in points:
        buckets[min(count - 1, int((point[0] - first) / width))].append(point)
    return buckets


def _outline(bucket: list[Point]) -> list[Point]:
    finite = [point for point in bucket if special_value(point[1]) is None]
    if not finite:
        return bucket[-1:]
    return [finite[0], finite[-1], min(finite, key=_value), max(finite, key=_value)]


def _value(point: Point) -> float:
    return point[1]
