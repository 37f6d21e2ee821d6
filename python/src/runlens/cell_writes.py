"""What the requests of one cell told of its run, so that its card need not ask for what cannot be there."""

from __future__ import annotations

import threading

from .held_requests import HeldRequest

# Of the threads of this package: what they send is not the cell's.
THREAD_PREFIX = "runlens"


class CellWrites:
    """``anything``: a run has more than its start. ``parts``: child runs, models or files came with it."""

    def __init__(self) -> None:
        self.anything = False
        self.parts = False

    def saw(self, request: HeldRequest) -> None:
        """A request of the cell goes out. How a run ended is not counted: that is known."""
        if threading.current_thread().name.startswith(THREAD_PREFIX) or request.method == "GET":
            return
        if request.endpoint.endswith("/mlflow/runs/update"):
            return
        self.anything = True
        if request.creates_a_run or request.creates_a_model or request.uploads or request.logs_a_model:
            self.parts = True
