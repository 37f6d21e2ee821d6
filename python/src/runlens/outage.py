"""Stands between MLflow and a server that is gone, while a marked cell runs.

MLflow repeats a request for minutes, then raises out of the cell's own ``log_metric``. Here a request that got no
answer is held instead, those after it are not even tried for some seconds, and all are sent in their order when the
server is back. Only requests to the cell's server, and only those that write to runs and artifacts: a read has to be
answered.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Literal

from .cell_writes import CellWrites
from .held_requests import HeldRequest, HeldRequests
from .made_up import answer_to, answer_without_server
from .origin import origin_of

# Seconds until a server that is gone is tried again, and those that one attempt may take to connect.
RETRY_AFTER = 3.0
CONNECT_SECONDS = 3.0
# A pause is as many times longer than an attempt that failed before it.
_PAUSE_FACTOR = 5
# Seconds that a write may take to be answered, and anything while the cell's run is being opened. Reads of the cell
# itself may take what MLflow gives them: a search can.
WRITE_SECONDS = 10.0

# OPENING: the cell waits for its run, nothing is held. HOLDING: what gets no answer is held. STRICT: it raises.
# WITHOUT: the cell has no run, so what it would start is made up and never sent, and what gets no answer is dropped.
Mode = Literal["opening", "holding", "strict", "without"]

_NOT_REGISTERED = (
    "the server did not answer, and the model registry cannot be written without it, so this is not held until it is "
    "back. The model itself is kept by the run: register it again once the server answers"
)

Send = Callable[..., Any]
_logger = logging.getLogger(__name__)


class Outage:
    """One for each server that cells are logged to."""

    def __init__(self, tracking_uri: str) -> None:
        self.origin = origin_of(tracking_uri)
        self.mode: Mode = "opening"
        self.reason: str | None = None
        self.held = HeldRequests()
        # Those of the cell that runs.
        self.writes = CellWrites()
        self._tried = 0.0
        self._pause = RETRY_AFTER
        self._lock = threading.RLock()
        self._send: Send | None = None
        self._when_back: list[Callable[[], None]] = []
        # Runs and models of cells that have no run: the server never hears of them.
        self._made_up: set[str] = set()

    @property
    def is_down(self) -> bool:
        """Whether the last request got no answer."""
        return self.reason is not None

    def request(self, send: Send, creds: Any, endpoint: str, method: str, arguments: dict[str, Any]) -> Any:
        """Sends a request as MLflow's ``http_request`` does, or holds it."""
        if getattr(creds, "use_databricks_sdk", False) or origin_of(str(creds.host)) != self.origin:
            return send(creds, endpoint, method, **arguments)
        self._send = send
        request = HeldRequest(creds, endpoint, method, arguments)
        self.writes.saw(request)
        answer = self._without(request) if self.mode == "without" and self._is_for_nobody(request) else None
        if answer is not None:
            return answer
        if self.is_down and not self._is_back():
            return self._instead_of(request, None)
        try:
            return self.held.seen(request, _answered(send(creds, endpoint, method, **self._bounded(request))))
        except Exception as error:
            if not _is_silence(error):
                raise
            self._went_away(error)
            return self._instead_of(request, error)

    def send_held(self, seconds: float = 3 * WRITE_SECONDS) -> bool:
        """Sends what is held, as far as the server takes it, each in ``seconds``. Says whether nothing is left."""
        with self._lock:
            while self._send is not None and self.held.first is not None:
                if not self._send_one(self._send, self.held.first, seconds):
                    return False
            self.reason, self._pause = None, RETRY_AFTER
        self._tell_that_it_is_back()
        return True

    def when_back(self, then: Callable[[], None]) -> None:
        """Calls ``then`` once, when all that is held has been sent."""
        self._when_back.append(then)

    def _tell_that_it_is_back(self) -> None:
        while self._when_back:
            self._when_back.pop()()

    def _send_one(self, send: Send, request: HeldRequest, seconds: float) -> bool:
        """Says whether the server took or refused it."""
        ready = self.held.for_server(request)
        bounds = {"max_retries": 0, "timeout": (CONNECT_SECONDS, seconds)}
        response = None
        self._tried = time.monotonic()
        try:
            response = _answered(send(ready.creds, ready.endpoint, ready.method, **{**ready.arguments, **bounds}))
        except Exception as error:
            if _is_silence(error):
                self.reason = str(error)
                return False
            _logger.debug("A held request was refused: %s", error)
        self.held.sent(request, response)
        return True

    def _is_back(self) -> bool:
        """Tries a server that was gone, but not each time: a loop of metrics must not wait a thousand times."""
        if time.monotonic() - self._tried < self._pause:
            return False
        began = time.monotonic()
        if self.send_held(WRITE_SECONDS):
            return True
        # A server that hangs costs the cell the whole time of each attempt, so these become rare then.
        self._tried = time.monotonic()
        self._pause = max(RETRY_AFTER, _PAUSE_FACTOR * (self._tried - began))
        return False

    def _went_away(self, error: Exception) -> None:
        with self._lock:
            self._tried = time.monotonic()
            self.reason = str(error)

    def _instead_of(self, request: HeldRequest, error: Exception | None) -> Any:
        """The answer to a request that has none, which is held for the server; else the error."""
        answer = None
        if self.mode == "without":
            answer = self._without(request)
        elif self.mode == "holding":
            with self._lock:
                answer = answer_to(request, self.held)
                if answer is not None and request.method != "GET":
                    self.held.add(request)
        if answer is not None:
            return answer
        from mlflow.exceptions import MlflowException

        if request.writes_to_the_registry:
            raise MlflowException(f"{_NOT_REGISTERED}: {self.reason}") from error
        if error is not None:
            raise error
        raise MlflowException(f"the server did not answer just now, and was not asked again: {self.reason}")

    def _is_for_nobody(self, request: HeldRequest) -> bool:
        """Whether it starts a run or a model, which would stay open on a server that answers, or concerns one."""
        return request.creates_a_run or request.creates_a_model or request.mentions(self._made_up)

    def _without(self, request: HeldRequest) -> Any:
        answer = answer_without_server(request, self.held)
        if request.made_up_id is not None:
            self._made_up.add(request.made_up_id)
        return answer

    def _bounded(self, request: HeldRequest) -> dict[str, Any]:
        """Short times to connect and to answer. Only a read is repeated: a write is held, or raises."""
        short = self.mode == "opening" or request.writes_to_a_run or request.creates_a_run
        read = WRITE_SECONDS if short else request.arguments.get("timeout") or _patience()
        repetitions = {"max_retries": 0 if short else 1, "backoff_factor": 0}
        return {**request.arguments, **repetitions, "timeout": (CONNECT_SECONDS, read)}


def _patience() -> float:
    from mlflow.environment_variables import MLFLOW_HTTP_REQUEST_TIMEOUT

    return float(MLFLOW_HTTP_REQUEST_TIMEOUT.get() or 120)


def _answered(response: Any) -> Any:
    """A gateway that says that nobody is behind it is no answer."""
    if response.status_code in (502, 503, 504):
        raise ConnectionError(f"the server answered {response.status_code} {response.reason}")
    return response


def _is_silence(error: Exception) -> bool:
    """Whether nobody answered. MLflow's ``http_request`` raises itself only then; refusals are responses."""
    from mlflow.exceptions import InvalidUrlException, MlflowException

    if isinstance(error, InvalidUrlException):
        return False
    return isinstance(error, (MlflowException, ConnectionError)) and (
        isinstance(error, ConnectionError) or " failed with " in str(error)
    )
