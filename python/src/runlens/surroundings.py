"""What a marked cell finds in MLflow while its run is open."""

from __future__ import annotations

import functools
from typing import Any

from .run_stack import open_runs

_NOTICE = "mlflow.start_run() made a child of this cell's run; without it, what the cell logs goes into the cell's run"


class Surroundings:
    """The run's experiment is the active one, so that children are made beside their parent.

    And ``mlflow.start_run()`` makes a child where MLflow would raise, since the cell has a run already. Libraries call
    the function behind it, and are not affected.
    """

    def __init__(self, experiment_id: str, notices: list[str]) -> None:
        import mlflow
        from mlflow.tracking import fluent

        self._fluent: Any = fluent
        self._notices = notices
        self._experiment_id = experiment_id
        self._experiment_before = fluent._active_experiment_id
        fluent._active_experiment_id = experiment_id
        self._original: Any = mlflow.start_run
        self._ours = self._nesting(self._original)
        mlflow.start_run = self._ours

    def end(self) -> None:
        """Puts back what was there, unless the cell has put something else there meanwhile."""
        import mlflow

        if mlflow.start_run is self._ours:
            mlflow.start_run = self._original
        if self._fluent._active_experiment_id == self._experiment_id:
            self._fluent._active_experiment_id = self._experiment_before

    def _nesting(self, original: Any) -> Any:
        @functools.wraps(original)
        def start_run(*args: Any, **kwargs: Any) -> Any:
            if open_runs() and len(args) < 4 and not kwargs.get("nested"):
                kwargs["nested"] = True
                if _NOTICE not in self._notices:
                    self._notices.append(_NOTICE)
            return original(*args, **kwargs)

        return start_run
