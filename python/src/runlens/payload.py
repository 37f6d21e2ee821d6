"""The output of a logged cell as JSON: what a notebook keeps of its run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Union
from urllib.parse import urlsplit

from .cell import Cell
from .figures import special_value
from .masking import mask_secrets
from .snapshot import MAX_METRICS, Snapshot, latest_metrics
from .text import single_line

MAX_PARAMS = 100
MAX_CHANGED = 20
MAX_NOTICES = 20

Payload = dict[str, Any]
JsonNumber = Union[int, float, str]


@dataclass(frozen=True)
class Ending:
    """How a run ended; RUNNING, without an end in ms since 1970, while it has not."""

    status: str
    end_time: int | None
    error: tuple[str, str] | None
    notices: list[str]


@dataclass(frozen=True)
class RunFacts:
    """What is known of a run from its start."""

    run_id: str
    run_name: str
    experiment_id: str
    experiment_name: str
    tracking_uri: str | None
    previous_run_id: str | None
    start_time: int


def payload(cell: Cell, facts: RunFacts, snapshot: Snapshot, ending: Ending) -> Payload:
    """The JSON of a card. Every string in it is one bounded line."""
    run, previous, error = snapshot.run, snapshot.previous, ending.error
    return {
        "version": 1,
        "tracking_uri": facts.tracking_uri,
        "run": _run(facts, run, ending),
        "cell": {"id": single_line(cell.cell_id) if cell.cell_id else None, "execution_count": cell.execution_count},
        "previous_run_id": facts.previous_run_id,
        "params": _params(run),
        "param_count": len(run.data.params) if run else 0,
        "metrics": _metrics(snapshot),
        "metric_count": len(run.data.metrics) if run else 0,
        "changed_params": _changed(previous.data.params, run.data.params) if run and previous else [],
        "models": snapshot.models,
        "artifact_count": snapshot.artifact_count,
        "children": snapshot.children,
        "error": {"type": single_line(error[0]), "message": single_line(error[1])} if error else None,
        "notices": [single_line(mask_secrets(notice)) for notice in [*ending.notices, *snapshot.notices][:MAX_NOTICES]],
    }


def http_uri(uri: str | None) -> str | None:
    """An http(s) address without user name and password; None for any other."""
    try:
        parts = urlsplit(uri or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"


def json_number(value: float) -> JsonNumber:
    """A value that JSON can hold: NaN and infinities are words."""
    return special_value(value) or value


def _run(facts: RunFacts, run: Any, ending: Ending) -> Payload:
    tags = run.data.tags if run else {}
    return {
        "run_id": facts.run_id,
        "run_name": single_line(getattr(run.info, "run_name", None) or facts.run_name) if run else facts.run_name,
        "experiment_id": facts.experiment_id,
        "experiment_name": facts.experiment_name,
        "status": ending.status,
        "start_time": (run.info.start_time if run else None) or facts.start_time,
        "end_time": ending.end_time,
        "parent_run_id": tags.get("mlflow.parentRunId"),
    }


def _params(run: Any) -> list[list[str]]:
    params: dict[str, str] = run.data.params if run else {}
    return [[single_line(key), single_line(value)] for key, value in sorted(params.items())[:MAX_PARAMS]]


def _metrics(snapshot: Snapshot) -> list[Payload]:
    metrics = latest_metrics(snapshot.run)[:MAX_METRICS] if snapshot.run else []
    before: dict[str, float] = snapshot.previous.data.metrics if snapshot.previous else {}
    return [
        {
            "key": single_line(metric.key),
            "value": json_number(metric.value),
            "step": int(metric.step),
            "points": [[step, json_number(value)] for step, value in snapshot.histories.get(metric.key, [])],
            "previous": json_number(before[metric.key]) if metric.key in before else None,
        }
        for metric in metrics
    ]


def _changed(before: dict[str, str], after: dict[str, str]) -> list[Payload]:
    keys = [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
    return [
        {"key": single_line(key), "before": _text(before.get(key)), "after": _text(after.get(key))}
        for key in keys[:MAX_CHANGED]
    ]


def _text(value: str | None) -> str | None:
    return None if value is None else single_line(value)
