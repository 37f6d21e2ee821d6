"""A marked cell whose run could not be started: it runs, and what it would log goes nowhere."""

from __future__ import annotations

import os
from typing import Any

from .outcome import Outcome
from .run_stack import open_runs
from .session import Session


class UnloggedCell:
    """What the cell logs is answered without a server, so that the cell keeps its result."""

    def __init__(self, session: Session) -> None:
        from mlflow.tracking import fluent, get_tracking_uri

        session.outages.begin(get_tracking_uri()).mode = "without"
        self._fluent: Any = fluent
        self._runs = list(open_runs())
        self._experiment = fluent._active_experiment_id
        self._environment = os.environ.get("MLFLOW_EXPERIMENT_ID")

    def close(self, outcome: Outcome) -> None:
        """Forgets the runs and the experiment that were made up meanwhile."""
        open_runs()[:] = self._runs
        self._fluent._active_experiment_id = self._experiment
        if self._environment is None:
            os.environ.pop("MLFLOW_EXPERIMENT_ID", None)
        else:
            os.environ["MLFLOW_EXPERIMENT_ID"] = self._environment
