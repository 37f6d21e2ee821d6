"""A metric's curve as a small inline SVG."""

from __future__ import annotations

from collections.abc import Sequence

from .reduction import Point

WIDTH = 220
HEIGHT = 20
_TOP, _BOTTOM, _LEFT, _RIGHT = 3.0, 17.0, 2.0, WIDTH - 6.0


def sparkline(points: Sequence[Point], steps: tuple[int, int], colour: str, failed: bool) -> str:
    """The curve of ``points`` on an axis of ``steps``, the same for all of a card. NaN and infinities are gaps."""
    pieces = _pieces(points)
    drawn = [point for piece in pieces for point in piece]
    if len(drawn) < 2:
        return ""
    low, high = min(value for _, value in drawn), max(value for _, value in drawn)

    def place(point: Point) -> tuple[float, float]:
        across = (point[0] - steps[0]) / max(1, steps[1] - steps[0])
        # Halved first, because the difference of two large values may not be finite.
        up = (point[1] / 2 - low / 2) / (high / 2 - low / 2) if high / 2 > low / 2 else 0.5
        return round(_LEFT + across * (_RIGHT - _LEFT), 1), round(_BOTTOM - up * (_BOTTOM - _TOP), 1)

    paths = "".join("M" + "L".join("{:g} {:g}".format(*place(point)) for point in piece) for piece in pieces)
    x, y = place(drawn[-1])
    # Narrow outputs squeeze the curve, and no line of it.
    size = f'height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none"'
    return (
        f'<svg {size} aria-hidden="true" style="display:block;width:100%;max-width:{WIDTH}px">'
        f'<path d="M2 {HEIGHT - 1.5}H{WIDTH - 4}" style="stroke:currentColor;stroke-width:1;opacity:.12"/>'
        f'<path d="{paths}" vector-effect="non-scaling-stroke"'
        f' style="fill:none;stroke:{colour};stroke-width:1.25;stroke-linejoin:round"/>'
        f"{_end(x, y, colour, failed)}</svg>"
    )


def _end(x: float, y: float, colour: str, failed: bool) -> str:
    """The end of a curve: a dot, or a cross where the run failed."""
    if failed:
        cross = f"M{x - 2.5:g} {y - 2.5:g}l5 5m0 -5l-5 5"
        return f'<path d="{cross}" style="fill:none;stroke:{colour};stroke-width:1.5"/>'
    return f'<circle cx="{x:g}" cy="{y:g}" r="2" style="fill:{colour}"/>'


def _pieces(points: Sequence[Point]) -> list[list[Point]]:
    pieces: list[list[Point]] = [[]]
    for step, value in points:
        if isinstance(value, str):
            pieces.append([])
        else:
            pieces[-1].append((step, value))
    return [piece for piece in pieces if piece]
