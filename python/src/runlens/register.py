"""Registers the model that a cell's run logged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_WAIT_SECONDS = 120


def register_model(client: Any, run_id: str, name: str, aliases: Iterable[str], notices: list[str]) -> None:
    """Makes a version, waits until it is READY and gives it its aliases. What fails becomes a notice."""
    import mlflow

    source = _model_uri(client, run_id)
    if source is None:
        notices.append(f"--register {name}: the run logged no model")
        return
    try:
        version = mlflow.register_model(source, name, await_registration_for=_WAIT_SECONDS)
        for alias in aliases:
            client.set_registered_model_alias(name, alias, version.version)
    except Exception as error:
        notices.append(f"--register {name}: {error}")


def _model_uri(client: Any, run_id: str) -> str | None:
    """The newest model of the run. MLflow 3 keeps models beside runs, as outputs; before, they were its artifacts."""
    run = client.get_run(run_id)
    outputs = getattr(getattr(run, "outputs", None), "model_outputs", None)
    if outputs:
        return f"models:/{outputs[-1].model_id}"
    path = _logged_path(run) or _artifact_path(client, run_id)
    return f"runs:/{run_id}/{path}" if path else None


def _logged_path(run: Any) -> str | None:
    """MLflow 2 writes what it logged into a tag."""
    import json

    try:
        history = json.loads(run.data.tags.get("mlflow.log-model.history", "[]"))
        path = history[-1]["artifact_path"] if history else None
    except (ValueError, TypeError, KeyError):
        return None
    return path if isinstance(path, str) else None


def _artifact_path(client: Any, run_id: str) -> str | None:
    for entry in client.list_artifacts(run_id):
        if entry.is_dir and any(inner.path.endswith("/MLmodel") for inner in client.list_artifacts(run_id, entry.path)):
            return str(entry.path)
    return None
