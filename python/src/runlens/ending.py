"""Ends the runs that a cell leaves open."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from .run_stack import open_run_ids


def end_runs(client: Any, run_id: str, status: str, opened_before: list[str]) -> None:
    """Ends the cell's run and those that were opened in it, as the cell ended; those from before stay open."""
    import mlflow

    ended = False
    with no_links():
        while len(open_run_ids()) > len(opened_before) or run_id in open_run_ids():
            ended = ended or open_run_ids()[-1] == run_id
            mlflow.end_run(status)
        if not ended and status != "FINISHED":
            # The cell called mlflow.end_run() and failed later.
            client.set_terminated(run_id, status)


@contextlib.contextmanager
def no_links() -> Iterator[None]:
    """MLflow prints links to a run that ends: the card has them already."""
    name = "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"
    before = os.environ.get(name)
    os.environ[name] = "true"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before
