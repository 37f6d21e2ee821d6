"""Parameters that `--param` names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

# The longest that MLflow 2.9 takes; later ones take more.
MAX_VALUE = 6000


def read_params(
    wanted: Iterable[tuple[str, str | None]], variables: Mapping[str, Any]
) -> tuple[dict[str, str], list[str]]:
    """The values of parameters, of variables as they are now, and a notice for each variable that is not there."""
    values: dict[str, str] = {}
    notices: list[str] = []
    for name, value in wanted:
        if value is None and name not in variables:
            notices.append(f"--param {name}: there is no variable {name} after the cell ran")
            continue
        values[name] = (_text(variables[name]) if value is None else value)[:MAX_VALUE]
    return values, notices


def _text(value: Any) -> str:
    try:
        return str(value)
    except Exception as error:
        return f"(its text could not be made: {type(error).__name__})"
