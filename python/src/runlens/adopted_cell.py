"""The mode in which each cell that logs anything is a run: takes on the run that a cell opened itself."""

from __future__ import annotations

import functools
from typing import Any

from . import fits, provenance
from .card import Card
from .cell import Cell
from .ending import no_links
from .look_back import look_back
from .outcome import Outcome
from .run_stack import last_ended_run_id, open_run_ids
from .session import Session

_LEFT_OPEN = (
    "mlflow.start_run() of this cell left its run open: what later cells log goes into it too, until mlflow.end_run()"
)


class AdoptedCell:
    """Watches which runs a cell opens.

    Those that MLflow opened by itself end with the cell; those that the cell started stay as it left them.
    """

    def __init__(self, session: Session, cell: Cell) -> None:
        import mlflow

        self._session = session
        self._cell = cell
        self._before = open_run_ids()
        self._ended_before = last_ended_run_id()
        self._explicit: set[str] = set()
        self._original: Any = mlflow.start_run

        @functools.wraps(self._original)
        def start_run(*args: Any, **kwargs: Any) -> Any:
            run = self._original(*args, **kwargs)
            self._explicit.add(run.info.run_id)
            return run

        fits.watch()
        self._ours = start_run
        mlflow.start_run = start_run

    def close(self, outcome: Outcome) -> None:
        """Gives the cell's run what a marked cell's has. A cell that logged nothing leaves nothing."""
        import mlflow
        from mlflow.tracking import MlflowClient

        if mlflow.start_run is self._ours:
            mlflow.start_run = self._original
        run_id = self._run_id()
        notices = fits.tell_overwritten(run_id)
        if run_id is None:
            return
        notices.extend(self._left_open())
        client: Any = MlflowClient()
        previous = self._session.run_of(self._cell)
        self._write(client, run_id, outcome)
        with no_links():
            while len(open_run_ids()) > len(self._before) and open_run_ids()[-1] not in self._explicit:
                mlflow.end_run(outcome.status)
        self._show(client, run_id, previous, outcome, notices)

    def _run_id(self) -> str | None:
        """The outermost that the cell left open, else the last that it ended."""
        opened = open_run_ids()[len(self._before) :]
        if opened:
            return opened[0]
        ended = last_ended_run_id()
        return ended if ended != self._ended_before and ended not in self._before else None

    def _left_open(self) -> list[str]:
        """``mlflow.start_run()`` without an end means that later cells log to the run too, which is easily missed."""
        left = any(run_id in self._explicit for run_id in open_run_ids()[len(self._before) :])
        return [_LEFT_OPEN] if left else []

    def _write(self, client: Any, run_id: str, outcome: Outcome) -> None:
        from mlflow.entities import RunTag

        failure = outcome.failure
        tags = provenance.start_tags(self._cell)
        if failure:
            tags.update({"runlens.error.type": failure.type, "runlens.error.message": failure.message})
        client.log_batch(run_id, tags=[RunTag(key, value) for key, value in tags.items()])
        session, cell = self._session, self._cell
        session.remember(cell, run_id)
        traceback = failure.traceback if failure else None
        session.background.submit(
            lambda: provenance.write_artifacts(
                client, run_id, cell, session.history, with_source=not session.no_source, traceback=traceback
            )
        )

    def _show(self, client: Any, run_id: str, previous: str | None, outcome: Outcome, notices: list[str]) -> None:
        run = client.get_run(run_id)
        info, failure = run.info, outcome.failure
        name = self._session.experiments.name_of(client, info.experiment_id)
        card = Card(self._cell, run_id, info.run_name, info.experiment_id, name, client.tracking_uri, previous)
        card.show()
        if previous is None:
            self._session.background.submit(lambda: look_back(client, card, self._cell, run))
        error = (failure.type, failure.message) if failure else None
        card.finish_soon(client, info.status, error, notices, run, self._session.background)
