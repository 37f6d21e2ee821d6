"""The run of one marked cell, from its start to its end."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Optional

from . import provenance
from .card import Card
from .cell import Cell
from .ending import end_runs
from .errors import NotLogged
from .options import Options
from .outcome import Failure, Outcome
from .params import read_params
from .register import register_model
from .resume import clear_failure, last_run_of
from .run_stack import active_experiment, hidden_runs, open_run_ids
from .session import Session


class CellRun:
    """Opened before the cell runs, closed after it."""

    def __init__(self, session: Session, cell: Cell, options: Options) -> None:
        from mlflow.tracking import MlflowClient

        self.cell = cell
        self.options = options
        self.notices: list[str] = []
        self._session = session
        self.client: Any = MlflowClient()
        self._opened_before = open_run_ids()
        self._previous = session.run_of(cell)
        self.run: Any = self._start()
        self.run_id: str = self.run.info.run_id
        session.guard.opened(self.run_id, self.client.tracking_uri)
        session.remember(cell, self.run_id)
        self._upload(None)
        session.autolog.begin(options)
        self._card = self._show_card()

    def close(self, outcome: Outcome) -> None:
        """Ends the run as the cell ended. Raises NotLogged where the server did not learn of it."""
        self._session.autolog.end()
        self._log_params()
        if outcome.failure:
            self._log_failure(outcome.failure)
        elif self.options.register:
            register_model(self.client, self.run_id, self.options.register, self.options.aliases, self.notices)
        end_runs(self.client, self.run_id, outcome.status, self._opened_before)
        self._session.guard.closed(self.run_id)
        failure = outcome.failure
        self._card.finish(self.client, outcome.status, (failure.type, failure.message) if failure else None, self.notices)

    def owe_end(self, outcome: Outcome) -> None:
        """Leaves the end of the run to the guard."""
        self._session.guard.owes(self.run_id, outcome.status, int(time.time() * 1000))

    def _start(self) -> Any:
        options = self.options
        experiment_id = self._session.experiments.id_of(self.client, options.experiment) if options.experiment else None
        if options.resume:
            resumed = self._resume(experiment_id)
            if resumed is not None:
                return resumed
        return self._start_new(experiment_id)

    def _resume(self, experiment_id: Optional[str]) -> Any:
        import mlflow

        run = last_run_of(self._session, self.client, self.cell, experiment_id)
        if run is None:
            self.notices.append("--resume: this cell has no run to go on with, so it made one")
            return None
        clear_failure(self.client, run)
        with active_experiment(run.info.experiment_id), self._parent():
            return mlflow.start_run(run_id=run.info.run_id, nested=self.options.nested, tags=self._tags(), log_system_metrics=self._system_metrics())

    def _start_new(self, experiment_id: Optional[str]) -> Any:
        import mlflow

        if self.options.nested and not self._opened_before:
            self.notices.append("--nested: no run is open, so this run has no parent")
        with self._parent():
            return mlflow.start_run(
                run_name=self.options.name,
                experiment_id=experiment_id,
                nested=self.options.nested,
                tags=self._tags(),
                description=self.options.description,
                log_system_metrics=self._system_metrics(),
            )

    def _parent(self) -> AbstractContextManager[None]:
        """What was open before is the parent with --nested, and has nothing to do with this run without."""
        if self.options.nested or not self._opened_before:
            return nullcontext()
        self.notices.append("another run is open beside this cell's; --nested would make this cell's run its child")
        return hidden_runs()

    def _tags(self) -> dict[str, str]:
        previous = {"runlens.previous_run_id": self._previous} if self._previous and not self.options.resume else {}
        return {**provenance.start_tags(self.cell), **previous, **dict(self.options.tags)}

    def _system_metrics(self) -> Optional[bool]:
        if not self.options.system_metrics:
            return None
        try:
            import psutil  # noqa: F401
        except ImportError:
            self.notices.append("--system-metrics: the package psutil is not installed in this kernel; pip install psutil")
            return None
        return True

    def _upload(self, traceback: Optional[str]) -> None:
        session, cell, client, run_id = self._session, self.cell, self.client, self.run_id
        with_source = self.options.source and traceback is None
        session.background.submit(
            lambda: provenance.write_artifacts(client, run_id, cell, session.history, with_source=with_source, traceback=traceback)
        )

    def _show_card(self) -> Card:
        info = self.run.info
        card = Card(
            self.cell,
            self.run_id,
            info.run_name,
            info.experiment_id,
            self._session.experiments.name_of(self.client, info.experiment_id),
            self.client.tracking_uri,
            self._previous,
        )
        card.show()
        return card

    def _log_params(self) -> None:
        values, notices = read_params(self.options.params, self._session.shell.user_ns)
        self.notices.extend(notices)
        if not values:
            return
        from mlflow.entities import Param
        from mlflow.exceptions import RestException

        try:
            self.client.log_batch(self.run_id, params=[Param(key, value) for key, value in values.items()])
        except RestException as error:
            self.notices.append(f"--param: the server refused the parameters: {error.message}")

    def _log_failure(self, failure: Failure) -> None:
        from mlflow.entities import RunTag

        tags = {"runlens.error.type": failure.type, "runlens.error.message": failure.message}
        self.client.log_batch(self.run_id, tags=[RunTag(key, value) for key, value in tags.items()])
        self._upload(failure.traceback)


def open_cell_run(session: Session, cell: Cell, options: Options) -> CellRun:
    """Starts the run of a cell. Raises NotLogged when it could not be started."""
    from mlflow.exceptions import RestException

    try:
        return CellRun(session, cell, options)
    except NotLogged:
        raise
    except RestException as error:
        session.experiments.forget()
        raise NotLogged(f"the server refused to start a run: {error.message}") from error
    except Exception as error:
        raise NotLogged(f"a run could not be started: {error}") from error
