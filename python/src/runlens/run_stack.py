"""MLflow's stack of open runs in this thread. It is a plain list up to 2.9, and one list a thread later."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any


def open_runs() -> list[Any]:
    """The list itself, the innermost run last."""
    from mlflow.tracking import fluent

    stack: Any = fluent._active_run_stack
    runs: list[Any] = stack if isinstance(stack, list) else stack.get()
    return runs


def open_run_ids() -> list[str]:
    """The ids of the open runs of this thread, the innermost last."""
    return [run.info.run_id for run in open_runs()]


def last_ended_run_id() -> str | None:
    """The run that ended last, in this thread since 2.10."""
    from mlflow.tracking import fluent

    found: Any = fluent._last_active_run_id
    run_id = found if found is None or isinstance(found, str) else found.get()
    return run_id if isinstance(run_id, str) else None


@contextlib.contextmanager
def hidden_runs() -> Iterator[None]:
    """Hides the open runs, so that a run that is started meanwhile is no child of theirs."""
    runs = open_runs()
    kept = list(runs)
    runs.clear()
    try:
        yield
    finally:
        runs[:0] = kept


@contextlib.contextmanager
def active_experiment(experiment_id: str) -> Iterator[None]:
    """Makes an experiment the active one for a moment: MLflow refuses to resume a run of another."""
    from mlflow.tracking import fluent

    before = fluent._active_experiment_id
    fluent._active_experiment_id = experiment_id
    try:
        yield
    finally:
        fluent._active_experiment_id = before
