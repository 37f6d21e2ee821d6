"""Requests to a server that may be slow: several at once, each given up when the time is over."""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_WORKERS = 4


class NoAnswer(Exception):
    """A request that had no result in time, or failed; the text says which."""


class Pending(Generic[T]):
    """A request under way."""

    def __init__(self, ask: Callable[[], T], deadline: float) -> None:
        self._ask = ask
        self._deadline = deadline
        self._done = threading.Event()
        self._result: T
        self._error: BaseException | None = None

    def run(self) -> None:
        """Asks, unless the time is over already."""
        if time.monotonic() < self._deadline:
            try:
                self._result = self._ask()
            except BaseException as error:
                self._error = error
            self._done.set()

    def get(self) -> T:
        """The result; waits for it until the deadline. Raises NoAnswer."""
        if not self._done.wait(max(0.0, self._deadline - time.monotonic())):
            raise NoAnswer("The server did not answer in time.")
        if self._error is not None:
            raise NoAnswer(f"{type(self._error).__name__}: {self._error}")
        return self._result


class Requests:
    """Asks with a few threads until a deadline.

    MLflow's client itself retries for minutes, hence threads of our own that nobody awaits.
    """

    def __init__(self, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds
        self._queue: queue.SimpleQueue[Pending[Any] | None] = queue.SimpleQueue()
        self._threads = 0

    def ask(self, ask: Callable[[], T]) -> Pending[T]:
        """Begins a request."""
        pending = Pending(ask, self._deadline)
        self._queue.put(pending)
        if self._threads < _WORKERS:
            self._threads += 1
            # With the caller's context: MLflow keeps the workspace there.
            work = contextvars.copy_context().run
            threading.Thread(target=work, args=(self._work,), name="runlens-card", daemon=True).start()
        return pending

    def close(self) -> None:
        """Lets the threads end after what they are at."""
        for _ in range(self._threads):
            self._queue.put(None)

    def _work(self) -> None:
        for pending in iter(self._queue.get, None):
            pending.run()
