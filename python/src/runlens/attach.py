"""What the editor calls in each kernel, without a word, as often as it likes."""

from __future__ import annotations

import os
import sys
from typing import Any

_VARIABLE = "MLFLOW_TRACKING_URI"
_ACCOUNT = ("MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN", "MLFLOW_WORKSPACE")

# What this module has put into the environment, so that it knows what the person has put there.
_set: dict[str, str] = {}


def attach(
    *,
    tracking_uri: str | None = None,
    username: str | None = None,
    password: str | None = None,
    token: str | None = None,
    workspace: str | None = None,
    notebook_path: str | None = None,
    log_all: bool | None = None,
) -> dict[str, str | None]:
    """Loads the extension where it is not loaded, and connects the kernel to a server unless the person chose one.

    The person's choice is MLFLOW_TRACKING_URI in the environment of the kernel, or ``mlflow.set_tracking_uri``. An
    account is set only together with its server. Prints nothing; returns the version and the tracking URI in use.
    """
    from IPython.core.getipython import get_ipython

    from . import __version__, extension

    shell: Any = get_ipython()
    if shell is not None:
        extension.load(shell)
    session = extension.session()
    if session is not None:
        session.notebook_path = notebook_path or session.notebook_path
        session.log_all = session.log_all if log_all is None else log_all
    if tracking_uri and not _chosen_by_person():
        _connect(tracking_uri, dict(zip(_ACCOUNT, (username, password, token, workspace))))
    return {"version": __version__, "tracking_uri": _uri_in_use()}


def withdraw_account() -> None:
    """Takes the attached account out of the environment once the kernel talks to another server than it is for."""
    if _set.get(_VARIABLE) and _uri_in_use() != _set[_VARIABLE]:
        for name in _ACCOUNT:
            _unset(name)


def _connect(uri: str, account: dict[str, str | None]) -> None:
    """By the environment: MLflow reads it at each request, and importing MLflow here would take seconds."""
    for name, value in account.items():
        _unset(name)
        if value and name not in os.environ:
            os.environ[name] = _set[name] = value
    mlflow: Any = sys.modules.get("mlflow")
    if mlflow is not None and mlflow.get_tracking_uri() != uri:
        mlflow.set_tracking_uri(uri)
    os.environ[_VARIABLE] = _set[_VARIABLE] = uri


def _unset(name: str) -> None:
    """Removes what this module set, and leaves what the person set."""
    if name in _set and os.environ.get(name) == _set.pop(name):
        del os.environ[name]


def _chosen_by_person() -> bool:
    """Whether the server in use is not the one that this module set."""
    ours = _set.get(_VARIABLE)
    if os.environ.get(_VARIABLE) != ours:
        return True
    chosen = _set_in_mlflow()
    return chosen is not None and chosen != ours


def _set_in_mlflow() -> str | None:
    """What ``mlflow.set_tracking_uri`` was given, where MLflow is loaded; up to 2.9 it leaves the environment alone."""
    utils: Any = sys.modules.get("mlflow.tracking._tracking_service.utils")
    found = getattr(utils, "_tracking_uri", None)
    return str(found) if found else None


def _uri_in_use() -> str | None:
    return _set_in_mlflow() or os.environ.get(_VARIABLE)
