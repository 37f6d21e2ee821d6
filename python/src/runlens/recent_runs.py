"""Runs as they were when their cells ended: what a cell's next run is compared with, without asking for it."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

_MAX_RUNS = 200

_runs: OrderedDict[str, Any] = OrderedDict()


def remember_run(run: Any) -> None:
    """Keeps an ended run; the oldest of too many goes."""
    run_id = run.info.run_id
    _runs[run_id] = run
    _runs.move_to_end(run_id)
    if len(_runs) > _MAX_RUNS:
        _runs.popitem(last=False)


def recent_run(run_id: str | None) -> Any:
    """The run as it ended; None where that was not in this kernel."""
    return _runs.get(run_id) if run_id else None
