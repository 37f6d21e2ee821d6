"""Finds the run that a cell made last."""

from __future__ import annotations

from typing import Any

from .cell import Cell
from .session import Session

_FAILURE_TAGS = ("runlens.error.type", "runlens.error.message")


def last_run_of(session: Session, client: Any, cell: Cell, experiment_id: str | None) -> Any:
    """From this kernel's memory, else from the server by the cell's id and the notebook. None when there is none."""
    remembered = session.run_of(cell)
    if remembered:
        run = client.get_run(remembered)
        if run.info.lifecycle_stage != "deleted" and experiment_id in (None, run.info.experiment_id):
            return run
    return _search(client, cell, experiment_id)


def run_before(client: Any, cell: Cell, run: Any) -> Any:
    """The run that the cell made before ``run``, of another kernel too, as the server knows it; None without one."""
    return _search(client, cell, run.info.experiment_id, f" and attributes.start_time < {int(run.info.start_time)}")


def _search(client: Any, cell: Cell, experiment_id: str | None, narrowed: str = "") -> Any:
    query = _query(cell)
    if query is None:
        return None
    if experiment_id is None:
        from mlflow.tracking import fluent

        experiment_id = fluent._get_experiment_id()
    order = ["attributes.start_time DESC"]
    found = client.search_runs([experiment_id], query + narrowed, max_results=1, order_by=order)
    return found[0] if found else None


def _query(cell: Cell) -> str | None:
    """None where the values cannot be written into MLflow's grammar, which has no escapes."""
    values = {"runlens.cell.id": cell.cell_id, "runlens.notebook.path": cell.notebook_path}
    if not cell.cell_id or any(value and ("'" in value or '"' in value) for value in values.values()):
        return None
    return " and ".join(f"tags.`{name}` = '{value}'" for name, value in values.items() if value)


def clear_failure(client: Any, run: Any) -> None:
    """A run that goes on has not failed yet."""
    for name in _FAILURE_TAGS:
        if name in run.data.tags:
            client.delete_tag(run.info.run_id, name)
