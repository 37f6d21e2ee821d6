"""Starts the run of a marked cell, or goes on with its last one."""

from __future__ import annotations

import importlib.util
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from . import provenance
from .cell import Cell
from .look_back import TAG as PREVIOUS_RUN_TAG
from .options import Options
from .resume import clear_failure, last_run_of
from .run_stack import active_experiment, hidden_runs, open_run_ids
from .session import Session


class RunStart:
    """What is known before the run is there. ``notices`` get what the person should know."""

    def __init__(self, session: Session, client: Any, cell: Cell, options: Options, notices: list[str]) -> None:
        self._session = session
        self._client = client
        self._cell = cell
        self._options = options
        self._notices = notices
        self.previous_run_id = session.run_of(cell)

    def start(self) -> Any:
        """The run, now active in this thread. Raises what MLflow raises."""
        name = self._options.experiment
        experiment_id = self._session.experiments.id_of(self._client, name) if name else None
        resumed = self._resume(experiment_id) if self._options.resume else None
        return resumed or self._start_new(experiment_id)

    def _resume(self, experiment_id: str | None) -> Any:
        import mlflow

        run = last_run_of(self._session, self._client, self._cell, experiment_id)
        if run is None:
            self._notices.append("--resume: this cell has no run to go on with, so it made one")
            return None
        clear_failure(self._client, run)
        with active_experiment(run.info.experiment_id), self._parent():
            return mlflow.start_run(
                run_id=run.info.run_id,
                run_name=self._options.name,
                nested=self._options.nested,
                tags=self._tags(),
                description=self._options.description,
                log_system_metrics=self._system_metrics(),
            )

    def _start_new(self, experiment_id: str | None) -> Any:
        import mlflow

        if self._options.nested and not open_run_ids():
            self._notices.append("--nested: no run is open, so this run has no parent")
        with self._parent():
            return mlflow.start_run(
                run_name=self._options.name,
                experiment_id=experiment_id,
                nested=self._options.nested,
                tags=self._tags(),
                description=self._options.description,
                log_system_metrics=self._system_metrics(),
            )

    def _parent(self) -> AbstractContextManager[None]:
        """What was open before is the parent with --nested, and has nothing to do with this run without."""
        if self._options.nested or not open_run_ids():
            return nullcontext()
        self._notices.append("another run is open beside this cell's; --nested makes this cell's run its child")
        return hidden_runs()

    def _tags(self) -> dict[str, str]:
        tags: dict[str, str] = provenance.start_tags(self._cell)
        if self.previous_run_id and not self._options.resume:
            tags[PREVIOUS_RUN_TAG] = self.previous_run_id
        return {**tags, **dict(self._options.tags)}

    def _system_metrics(self) -> bool | None:
        """None leaves it to MLflow's own setting."""
        if not self._options.system_metrics:
            return None
        if importlib.util.find_spec("psutil") is None:
            self._notices.append("--system-metrics: psutil is not installed in this kernel; %pip install psutil")
            return None
        return True
