"""Puts an Outage between MLflow's HTTP and its server while a marked cell runs, and sends what is held afterwards."""

from __future__ import annotations

import functools
import logging
import threading
import time
from typing import Any

from .outage import RETRY_AFTER, Outage, Send

_logger = logging.getLogger(__name__)
# Where MLflow calls the function by name: everything of the REST client, and artifacts behind the server.
_PLACES = ("mlflow.utils.rest_utils", "mlflow.store.artifact.http_artifact_repo")


class Outages:
    """One for each kernel."""

    def __init__(self) -> None:
        self._known: dict[str, Outage] = {}
        self._active: Outage | None = None
        self._installed = False
        self._sender: threading.Thread | None = None

    def begin(self, tracking_uri: str) -> Outage:
        """From now on requests to this server pass here; a cell's run is being opened."""
        self._install()
        outage = self._known.setdefault(tracking_uri, Outage(tracking_uri))
        outage.mode = "opening"
        self._active = outage
        return outage

    def end(self) -> None:
        """MLflow's own patience holds again. What is held goes out as soon as the server answers."""
        self._active = None
        if self.pending and (self._sender is None or not self._sender.is_alive()):
            self._sender = threading.Thread(target=self._send_until_empty, name="runlens-sender", daemon=True)
            self._sender.start()

    @property
    def pending(self) -> list[Outage]:
        """The servers that have missed something."""
        return [outage for outage in self._known.values() if len(outage.held)]

    def flush(self) -> None:
        """One attempt to send what is held, at the end of the kernel."""
        for outage in self.pending:
            outage.send_held()

    def _send_until_empty(self) -> None:
        while self.pending:
            time.sleep(RETRY_AFTER)
            try:
                self.flush()
            except Exception:
                _logger.debug("What is held could not be sent", exc_info=True)

    def _install(self) -> None:
        """Once: each place gets a function that does as MLflow's, unless a marked cell runs."""
        if self._installed:
            return
        self._installed = True
        import importlib

        for place in _PLACES:
            module: Any = importlib.import_module(place)
            module.http_request = self._around(module.http_request)

    def _around(self, send: Send) -> Send:
        @functools.wraps(send)
        def http_request(host_creds: Any, endpoint: str, method: str, *rest: Any, **arguments: Any) -> Any:
            outage = self._active
            if outage is None or rest:
                return send(host_creds, endpoint, method, *rest, **arguments)
            return outage.request(send, host_creds, endpoint, method, arguments)

        return http_request
