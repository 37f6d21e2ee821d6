"""The guard's program: waits for the end of the kernel, then ends the runs that it left open.

Imports mlflow only when there is something to end: until then it is a Python with next to nothing loaded, a few MB.
What it needs of the package it imports at once, since that may be gone with the kernel.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from .server_accounts import put_account

# A server that is away as well gets this long to come back, in seconds.
_PATIENCE = 600
_PAUSE = 5


def main() -> None:
    """Waits, then ends what is open."""
    if hasattr(os, "fork") and os.fork():
        # The guard is nobody's child, so that nobody who ends the kernel's children ends it.
        os._exit(0)
    runs = _read_until_the_end()
    if not runs:
        return
    deadline = time.monotonic() + _PATIENCE
    while runs and time.monotonic() < deadline:
        runs = {run_id: run for run_id, run in runs.items() if not _ended(run_id, run)}
        if runs:
            time.sleep(_PAUSE)


def _read_until_the_end() -> dict[str, dict[str, Any]]:
    """The runs that were open when the pipe closed."""
    runs: dict[str, dict[str, Any]] = {}
    for line in sys.stdin.buffer:
        message = json.loads(line)
        if "open" in message:
            runs[message["open"]] = message
        elif "owe" in message:
            runs.get(message["owe"], {}).update(status=message["status"], end_time=message["end_time"])
        else:
            runs.pop(message.get("close", ""), None)
    return runs


def _ended(run_id: str, run: dict[str, Any]) -> bool:
    """Says whether the run needs nothing more."""
    # A short patience in each attempt: the loop around it is the long one.
    os.environ.update(run["env"], MLFLOW_HTTP_REQUEST_MAX_RETRIES="1", MLFLOW_HTTP_REQUEST_TIMEOUT="10")
    os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"
    sys.path[:] = run["path"]
    put_account(run["uri"], run["account"])
    if os.path.isdir(run["cwd"]):
        os.chdir(run["cwd"])  # what a local store's path may be relative to
    from mlflow.exceptions import RestException
    from mlflow.tracking import MlflowClient

    client: Any = MlflowClient(tracking_uri=run["uri"])
    try:
        _end(client, client.get_run(run_id), run)
    except RestException as error:
        # A refusal stays one: the run was deleted, say. A server that is ill may recover.
        return bool(error.get_http_status_code() < 500)
    except Exception:
        return False
    return True


def _end(client: Any, found: Any, run: dict[str, Any]) -> None:
    if found.info.status != "RUNNING":
        return
    run_id = found.info.run_id
    status = run.get("status", "KILLED")
    if "status" not in run:
        client.set_tag(run_id, "runlens.error.type", "KernelDied")
        client.set_tag(run_id, "runlens.error.message", "The kernel ended while the cell ran")
    for child in _running_children(client, found):
        _end(client, child, run)
    client.set_terminated(run_id, status, run.get("end_time"))


def _running_children(client: Any, parent: Any) -> list[Any]:
    query = f"tags.mlflow.parentRunId = '{parent.info.run_id}' and attributes.status = 'RUNNING'"
    return list(client.search_runs([parent.info.experiment_id], query, max_results=1000))
