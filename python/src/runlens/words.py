"""The words of a card, for HTML and plain text alike."""

from __future__ import annotations

import re
from typing import Any

from .figures import format_change, format_count, format_duration, format_number

STATUS_WORDS = {"RUNNING": "Running", "FINISHED": "Finished", "FAILED": "Failed", "KILLED": "Killed"}
_LOWER_IS_BETTER = re.compile(
    r"(^|[^a-z])(loss|error|err|rmse|mse|mae|mape|latency|duration|time|perplexity)([^a-z]|$)"
)


def headline(card: dict[str, Any]) -> str:
    """``Finished · 19 min 42 s``, ``Failed at step 18 · 6 min 4 s``."""
    run = card["run"]
    word: str = STATUS_WORDS.get(run["status"], run["status"])
    step = max((metric["step"] for metric in card["metrics"]), default=0)
    if run["status"] in ("FAILED", "KILLED") and step > 0:
        word += f" at step {step}"
    if run["end_time"] is None:
        return word
    return f"{word} · {format_duration(run['end_time'] - run['start_time'])}"


def value_text(value: float | str) -> str:
    """A metric's value as it stands in the JSON."""
    return format_number(float(value))


def change(metric: dict[str, Any]) -> tuple[str, bool | None]:
    """How a metric moved since the cell's last run, and whether that is better; empty where either value is missing."""
    if metric["previous"] is None:
        return "", None
    before, after = float(metric["previous"]), float(metric["value"])
    text = format_change(before, after)
    if not text:
        return "", None
    if before == after:
        return "=", None
    better = (after < before) == lower_is_better(metric["key"])
    arrow = ("▲" if better else "△") if after > before else ("▼" if better else "▽")
    return f"{arrow} {text}", better


def lower_is_better(key: str) -> bool:
    """Whether a metric's name says that less of it is better."""
    return _LOWER_IS_BETTER.search(key.lower()) is not None


def footer(card: dict[str, Any]) -> list[str]:
    """``credit-risk``, ``16 parameters``, ``iris v3 @challenger``, ``11 artifacts``, ``20 child runs``."""
    parts = [card["run"]["experiment_name"]]
    parts.extend(_model(model) for model in card["models"][:3])
    if len(card["models"]) > 3:
        parts.append(f"{len(card['models']) - 3} more models")
    if card["artifact_count"]:
        parts.append(format_count(card["artifact_count"], "artifact", "artifacts"))
    if card["children"]:
        parts.append(format_count(card["children"], "child run", "child runs"))
    return parts


def changed(card: dict[str, Any], limit: int = 6) -> list[tuple[str, str, str]]:
    """Name, value before and value after of the parameters that changed; a dash where there was none."""
    return [(entry["key"], _short(entry["before"]), _short(entry["after"])) for entry in card["changed_params"][:limit]]


def run_link(card: dict[str, Any]) -> str | None:
    """The run's page in MLflow, for servers only."""
    uri, run = card["tracking_uri"], card["run"]
    return f"{uri}/#/experiments/{run['experiment_id']}/runs/{run['run_id']}" if uri else None


def _short(value: str | None, limit: int = 60) -> str:
    if value is None:
        return "–"
    return value if len(value) <= limit else value[: limit - 1] + "…"


def _model(model: dict[str, Any]) -> str:
    registered = model["registered"]
    if registered is None:
        return f"model {model['name']}"
    alias = f" @{registered['alias']}" if registered["alias"] else ""
    return f"{registered['name']} v{registered['version']}{alias}"
