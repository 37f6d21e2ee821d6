"""Ends a run as KILLED when the kernel dies under it. A small process of its own watches a pipe of the kernel."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from .server_accounts import account_of

_logger = logging.getLogger(__name__)
# The package is found by its folder alone: -I and -S leave out the working directory, and what would be slow to start.
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from runlens.guard_process import main; main()"


class Guard:
    """Tells the guard which runs are open. It lives as long as the kernel."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Starts the guard's process, in the background: at the first cell it would be waited for."""
        threading.Thread(target=self._tell, args=({"start": None},), name="runlens-guard", daemon=True).start()

    def stop(self) -> None:
        """Lets the guard go, as the end of the kernel does."""
        with self._lock:
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
            self._process = None

    def opened(self, run_id: str, tracking_uri: str) -> None:
        """From now on the run is ended as KILLED when this process is gone."""
        account, environment = account_of(tracking_uri), _mlflow_environment()
        here = {"cwd": os.getcwd(), "path": [entry or os.getcwd() for entry in sys.path]}
        self._tell({"open": run_id, "uri": tracking_uri, "account": account, "env": environment, **here})

    def closed(self, run_id: str) -> None:
        """The run has ended, so the guard has nothing to do for it."""
        self._tell({"close": run_id})

    def owes(self, run_id: str, status: str, end_time: int) -> None:
        """The server could not be told how the run ended: the guard tells it, once the kernel is gone."""
        self._tell({"owe": run_id, "status": status, "end_time": end_time})

    def _tell(self, message: dict[str, Any]) -> None:
        """Never raises: without a guard the cell still has its run."""
        try:
            with self._lock:
                if self._process is None:
                    self._process = _start()
                stdin = self._process.stdin
                if stdin is not None:
                    stdin.write(json.dumps(message).encode() + b"\n")
                    stdin.flush()
        except Exception:
            # Not the message itself: it may hold an account.
            _logger.debug("The guard could not be told to %s", next(iter(message)), exc_info=True)


def _start() -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _PROGRAM, str(Path(__file__).parent.parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **_detached(),
    )
    if hasattr(os, "register_at_fork") and process.stdin is not None:
        # A child that a library forks would hold the pipe open after the kernel died.
        descriptor = process.stdin.fileno()
        os.register_at_fork(after_in_child=lambda: _close(descriptor))
    # On POSIX the process that was started forks and ends at once; else a zombie would stay.
    threading.Thread(target=process.wait, name="runlens-guard", daemon=True).start()
    return process


def _detached() -> dict[str, Any]:
    """Out of reach of what ends the kernel's group or tree."""
    if os.name == "nt":
        return {"creationflags": 0x00000008 | 0x00000200}  # DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP
    return {"start_new_session": True}


def _close(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        os.close(descriptor)


def _mlflow_environment() -> dict[str, str]:
    """How this process reaches the server now; the guard may be older than that."""
    return {name: value for name, value in os.environ.items() if name.startswith(("MLFLOW_", "DATABRICKS_"))}
