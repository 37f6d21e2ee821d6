"""Figures as Runlens writes them everywhere: metric values, changes, lengths of time."""

from __future__ import annotations

import math

# MLflow's protobuf endpoints answer ±1.797e308 for ±Infinity.
_INFINITE = 1.7976e308


def special_value(value: float) -> str | None:
    """The word for a value that JSON cannot hold (``NaN``, ``Infinity``, ``-Infinity``), None for any other."""
    if math.isnan(value):
        return "NaN"
    if abs(value) >= _INFINITE:
        return "Infinity" if value > 0 else "-Infinity"
    return None


def format_number(value: float) -> str:
    """A metric's value: 4 significant digits, integers whole, grouped from 10,000, scientific below 0.001, from 1e7."""
    special = special_value(value)
    if special is not None:
        return special.replace("Infinity", "∞")
    size = abs(value)
    if value != 0 and (size < 0.001 or size >= 1e7):
        return _scientific(value)
    if size >= 10_000:
        return f"{value:,.0f}"
    return str(int(value)) if value == int(value) else f"{value:.{_decimals(size)}f}"


def format_change(before: float, after: float) -> str:
    """How far a value moved, without its sign and with the decimals of the value; empty where it cannot be told."""
    if special_value(before) or special_value(after):
        return ""
    size = abs(after)
    if after == before:
        return "0"
    if size >= 10_000 or size < 0.001:
        return format_number(abs(after - before))
    text = f"{abs(after - before):.{_decimals(size)}f}"
    return text if float(text) else format_number(abs(after - before))


def format_duration(milliseconds: float) -> str:
    """A length of time in two units at most: ``840 ms``, ``19.7 s``, ``19 min 42 s``, ``3 h 5 min``, ``2 d 4 h``."""
    time = max(0, int(milliseconds))
    if time < 1000:
        return f"{time} ms"
    if time < 60_000:
        return f"{time // 100 / 10:.1f} s"
    seconds = time // 1000
    if seconds < 3600:
        return _two_units(seconds, 60, "min", 1, "s")
    if seconds < 86_400:
        return _two_units(seconds, 3600, "h", 60, "min")
    return _two_units(seconds, 86_400, "d", 3600, "h")


def format_count(count: int, one: str, many: str) -> str:
    """``1 run``, ``1,204 runs``."""
    return f"{count:,} {one if count == 1 else many}"


def _two_units(seconds: int, large: int, large_name: str, small: int, small_name: str) -> str:
    whole, rest = divmod(seconds, large)
    rest //= small
    return f"{whole} {large_name} {rest} {small_name}" if rest else f"{whole} {large_name}"


def _scientific(value: float) -> str:
    mantissa, exponent = f"{value:.3e}".split("e")
    return f"{float(mantissa):g}e{int(exponent)}"


def _decimals(size: float) -> int:
    rounded = float(f"{size:.4g}")
    return max(0, 3 - math.floor(math.log10(rounded))) if rounded else 3
