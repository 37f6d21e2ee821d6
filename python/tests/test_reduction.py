"""A reduced history shows what the whole one shows."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from runlens.reduction import MAX_POINTS, reduce_points

POINTS = st.lists(st.tuples(st.integers(-(2**53), 2**53), st.floats()), max_size=400)
FINITE = st.lists(st.floats(-1e300, 1e300), min_size=65, max_size=2_000)


def test_keeps_the_spike_that_even_sampling_loses() -> None:
    points = [(step, 0.5) for step in range(10_000)]
    points[4_321] = (4_321, 9.0)
    assert (4_321, 9.0) in reduce_points(points)


def test_the_last_value_of_a_step_counts() -> None:
    assert reduce_points([(1, 0.1), (0, 0.2), (1, 0.3)]) == [(0, 0.2), (1, 0.3)]


def test_a_loss_that_ends_in_nan_says_so() -> None:
    points = [(step, 0.5) for step in range(1_000)] + [(1_000, math.nan)]
    assert math.isnan(reduce_points(points)[-1][1])


@given(POINTS)
def test_is_bounded_and_in_order(points: list[tuple[int, float]]) -> None:
    reduced = reduce_points(points)
    steps = [step for step, _ in reduced]
    assert len(reduced) <= MAX_POINTS
    assert steps == sorted(set(steps))
    assert {step for step, _ in points} >= set(steps)


@given(FINITE)
def test_keeps_first_last_least_and_greatest(values: list[float]) -> None:
    reduced = reduce_points(list(enumerate(values)))
    kept = [value for _, value in reduced]
    assert (reduced[0], reduced[-1]) == ((0, values[0]), (len(values) - 1, values[-1]))
    assert (min(kept), max(kept)) == (min(values), max(values))
