"""One thread for what must not cost the cell: uploads, and the requests that a server has missed."""

from __future__ import annotations

import logging
import queue
import threading
import time
from typing import Callable

_logger = logging.getLogger(__name__)


# A job waits so long for cells at most: many short ones after each other must not hold it up for ever.
_MAX_REST = 2.0


class Background:
    """Does jobs one after the other. A daemon, so that a server that hangs never holds up the end of the kernel."""

    def __init__(self) -> None:
        self._jobs: queue.Queue[Callable[[], None]] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._not_before = 0.0

    def rest_until(self, moment: float) -> None:
        """Begins no job before a moment of ``time.monotonic()``: beside a short cell they slow its own requests."""
        self._not_before = moment

    def submit(self, job: Callable[[], None]) -> None:
        """Puts a job at the end. What it raises goes to the log."""
        self._jobs.put(job)
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._work, name="runlens", daemon=True)
            self._thread.start()

    def drain(self, seconds: float) -> bool:
        """Waits until all jobs are done, for so long at most. Says whether they are."""
        self._not_before = 0.0
        end = time.monotonic() + seconds
        with self._jobs.all_tasks_done:
            while self._jobs.unfinished_tasks:
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self._jobs.all_tasks_done.wait(left)
        return True

    def _work(self) -> None:
        while True:
            job = self._jobs.get()
            latest = time.monotonic() + _MAX_REST
            while time.monotonic() < min(self._not_before, latest):
                time.sleep(0.02)
            try:
                job()
            except Exception:
                _logger.debug("A job in the background failed", exc_info=True)
            finally:
                self._jobs.task_done()
