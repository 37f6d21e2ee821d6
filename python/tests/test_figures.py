"""Figures read the same here as in the editor."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlens.figures import format_change, format_duration, format_number
from runlens.text import single_line

NUMBERS = [
    (0.8731, "0.8731"),
    (0.873, "0.8730"),
    (12480.4, "12,480"),
    (1.3e-6, "1.3e-6"),
    (2e7, "2e7"),
    (60.0, "60"),
    (318.42, "318.4"),
    (-0.5, "-0.5000"),
    (0.0, "0"),
    (math.nan, "NaN"),
    (math.inf, "∞"),
    (-1.7976931348623157e308, "-∞"),
]
DURATIONS = [
    (840, "840 ms"),
    (19_742, "19.7 s"),
    (1_182_000, "19 min 42 s"),
    (11_100_000, "3 h 5 min"),
    (187_200_000, "2 d 4 h"),
    (120_000, "2 min"),
    (-5, "0 ms"),
]


@pytest.mark.parametrize(("value", "text"), NUMBERS)
def test_metric_values(value: float, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(("milliseconds", "text"), DURATIONS)
def test_durations(milliseconds: int, text: str) -> None:
    assert format_duration(milliseconds) == text


def test_changes_have_the_decimals_of_the_value() -> None:
    assert format_change(0.8519, 0.8731) == "0.0212"
    assert format_change(0.5, math.nan) == ""


@given(st.floats(), st.floats())
def test_every_value_has_a_text(before: float, after: float) -> None:
    assert format_number(after)
    format_change(before, after)


@given(st.text(), st.integers(1, 50))
def test_single_lines_are_single_bounded_and_can_be_written(text: str, length: int) -> None:
    line = single_line(text, length)
    line.encode("utf-8")
    assert len(line) <= length
    assert "\n" not in line
