"""The run of one marked cell, from its start to its end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from . import fits, provenance
from .card import Card
from .cell import Cell
from .cell_writes import CellWrites
from .ending import end_runs
from .errors import NotLogged
from .look_back import look_back
from .notices import warn
from .options import Options
from .outage import Outage
from .outcome import Failure, Outcome
from .params import read_params
from .register import register_model
from .run_stack import open_run_ids
from .run_start import RunStart
from .session import Session
from .surroundings import Surroundings

# A second for its card is nothing that a longer cell's author would notice.
_SHORT_SECONDS = 1.0


class CellRun:
    """Opened before the cell runs, closed after it. A step that fails becomes a notice, and the others go on."""

    def __init__(self, session: Session, outage: Outage, cell: Cell, options: Options, strict: bool) -> None:
        from mlflow.tracking import MlflowClient

        self._session = session
        self._outage = outage
        self._cell = cell
        self._options = options
        self._strict = strict
        self._notices: list[str] = []
        self._failures: list[str] = []
        self._client: Any = MlflowClient()
        self._opened_before = open_run_ids()
        start = RunStart(session, self._client, cell, options, self._notices)
        self._run: Any = start.start()
        self._run_id: str = self._run.info.run_id
        outage.mode = "strict" if strict else "holding"
        outage.writes = CellWrites()
        self._began = time.monotonic()
        self._surroundings = Surroundings(self._run.info.experiment_id, self._notices)
        session.guard.opened(self._run_id, self._client.tracking_uri)
        session.remember(cell, self._run_id)
        self._card = self._new_card(start.previous_run_id)
        self._card.show()
        self._upload(None)
        self._looks_back = bool(cell.cell_id) and not (start.previous_run_id or options.resume)
        if self._looks_back:
            session.background.submit(lambda: look_back(self._client, self._card, cell, self._run))
        fits.watch(self._run_id)
        self._attempt("autolog", lambda: session.autolog.begin(options))

    def close(self, outcome: Outcome) -> None:
        """Ends the run as the cell ended. Raises NotLogged under --strict, where the server did not learn of it."""
        end_time = int(time.time() * 1000)
        failure = outcome.failure
        self._surroundings.end()
        self._attempt("autolog", self._session.autolog.end)
        self._notices.extend(fits.tell_overwritten(self._run_id))
        self._attempt("--param", self._log_params)
        if failure:
            self._attempt("the failure", lambda: self._log_failure(failure))
        elif self._options.register:
            self._attempt("--register", self._register)
        self._attempt("the end", lambda: end_runs(self._client, self._run_id, outcome.status, self._opened_before))
        self._tell_guard(outcome.status, end_time)
        error = (failure.type, failure.message) if failure else None
        self._finish_card(outcome.status, error)
        if self._strict and self._failures:
            raise NotLogged("; ".join(self._failures))

    def _finish_card(self, status: str, error: tuple[str, str] | None) -> None:
        """All of it now where the cell took its time or made what no single request tells, else the rest later."""
        writes, outage = self._outage.writes, self._outage
        if writes.parts or self._options.register or time.monotonic() - self._began > _SHORT_SECONDS:
            self._card.finish(self._client, status, error, self._notices)
            if self._looks_back:
                self._card.compare_later(self._client, self._session.background)
            return
        known = None if writes.anything or outage.origin is None else self._run
        self._card.finish_soon(self._client, status, error, self._notices, known, self._session.background)

    def _attempt(self, what: str, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception as error:
            self._failures.append(f"{what}: {error}")
            self._notices.append(f"{what} was not logged: {error}")

    def _new_card(self, previous_run_id: str | None) -> Card:
        info, uri = self._run.info, self._client.tracking_uri
        try:
            experiment = self._session.experiments.name_of(self._client, info.experiment_id)
        except Exception:
            # The run is there already, so that the server went away just now is no reason to give it up.
            experiment = self._options.experiment or info.experiment_id
        return Card(self._cell, self._run_id, info.run_name, info.experiment_id, experiment, uri, previous_run_id)

    def _upload(self, traceback: str | None) -> None:
        """In the background; the sources at the start, so that they are there whatever happens to the kernel."""
        session, cell, client, run_id = self._session, self._cell, self._client, self._run_id
        with_source = self._options.source and not session.no_source and traceback is None
        session.background.submit(
            lambda: provenance.write_artifacts(
                client, run_id, cell, session.history, with_source=with_source, traceback=traceback
            )
        )

    def _log_params(self) -> None:
        values, notices = read_params(self._options.params, self._session.shell.user_ns)
        self._notices.extend(notices)
        if values:
            from mlflow.entities import Param

            self._client.log_batch(self._run_id, params=[Param(key, value) for key, value in values.items()])

    def _log_failure(self, failure: Failure) -> None:
        from mlflow.entities import RunTag

        tags = {"runlens.error.type": failure.type, "runlens.error.message": failure.message}
        self._upload(failure.traceback)
        self._client.log_batch(self._run_id, tags=[RunTag(key, value) for key, value in tags.items()])

    def _register(self) -> None:
        if self._options.register:
            register_model(self._client, self._run_id, self._options.register, self._options.aliases, self._notices)

    def _tell_guard(self, status: str, end_time: int) -> None:
        """The server knows the end, or it has missed it: then the guard owes it, should the kernel go first."""
        guard, run_id, outage = self._session.guard, self._run_id, self._outage
        if not outage.is_down:
            guard.closed(run_id)
            return
        guard.owes(run_id, status, end_time)
        outage.when_back(lambda: guard.closed(run_id))
        text = (
            f"the server went away while this cell ran: {outage.reason}. What it missed ({len(outage.held)} requests) "
            "is held in this kernel and sent when it is back; --strict or RUNLENS_STRICT=1 makes this an error"
        )
        self._notices.append(text)
        warn(f"{text}.")


def open_cell_run(session: Session, cell: Cell, options: Options, strict: bool) -> CellRun:
    """Starts the run of a cell. Raises NotLogged when it could not be started."""
    from mlflow.exceptions import RestException
    from mlflow.tracking import get_tracking_uri

    from .address import without_account

    uri = get_tracking_uri()
    outage = session.outages.begin(uri)
    try:
        return CellRun(session, outage, cell, options, strict)
    except NotLogged:
        raise
    except RestException as error:
        # The experiment may have been deleted since it was looked up.
        session.experiments.forget()
        raise NotLogged(f"{without_account(uri)} refused to start a run: {error.message}") from error
    except Exception as error:
        raise NotLogged(f"no run could be started on {without_account(uri)}: {error}") from error
