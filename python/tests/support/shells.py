"""IPython in the process of the test."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from runlens import extension


class Shell:
    """Runs cells and keeps what they wrote."""

    def __init__(self, uri: str) -> None:
        import mlflow

        InteractiveShell.clear_instance()
        self.ip: Any = InteractiveShell.instance()
        mlflow.set_tracking_uri(uri)
        extension.load(self.ip)
        self.output = ""

    def run(self, code: str, *, store_history: bool = True, metadata: dict[str, Any] | None = None) -> Any:
        """Runs a cell, as a front end does, and returns IPython's result."""
        output = io.StringIO()
        self.ip.kernel = FrontEnd(metadata or {})
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            result = self.ip.run_cell(code, store_history=store_history)
        self.output = output.getvalue()
        return result

    def last_run(self) -> Any:
        """The run that a cell made last, as the server has it."""
        from mlflow.tracking import MlflowClient

        session = extension.session()
        assert session is not None
        assert session.last_run_id is not None, self.output
        assert session.background.drain(30)
        return MlflowClient().get_run(session.last_run_id)

    def close(self) -> None:
        """Takes the package out, and ends what a test left open."""
        import mlflow

        extension.unload(self.ip)
        while mlflow.active_run():
            mlflow.end_run()
        self.ip.history_manager.end_session() if self.ip.history_manager else None


class FrontEnd:
    """The part of a kernel that tells a request's metadata, for IPython before 9."""

    def __init__(self, metadata: dict[str, Any]) -> None:
        self._metadata = metadata

    def get_parent(self) -> dict[str, Any]:
        return {"metadata": self._metadata}
