"""What the editor calls in each kernel, without a word, as often as it likes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

from .address import without_account
from .origin import origin_of
from .server_accounts import authorization, put_account

_VARIABLE = "MLFLOW_TRACKING_URI"
_WORKSPACE = "MLFLOW_WORKSPACE"

# What this module has put into the environment, so that it knows what the person has put there.
_set: dict[str, str] = {}


def attach(
    *,
    tracking_uri: str | None = None,
    username: str | None = None,
    password: str | None = None,
    token: str | None = None,
    workspace: str | None = None,
    environment: Mapping[str, str] | None = None,
    notebook_path: str | None = None,
    log_all: bool | None = None,
) -> dict[str, str | None]:
    """Loads the extension where it is not loaded, and connects the kernel to a server unless the person chose one.

    ``environment`` has variables of MLflow's client that are for this server alone, as those of its certificates.
    The person's choice is MLFLOW_TRACKING_URI in the environment of the kernel, or ``mlflow.set_tracking_uri``. The
    account goes with requests to its own server alone, and to none before the kernel uses that server. Prints nothing;
    returns the version and the tracking URI in use, without an account in it.
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
        _connect(tracking_uri, {**({_WORKSPACE: workspace} if workspace else {}), **(environment or {})})
    if tracking_uri and origin_of(tracking_uri) == origin_of(_uri_in_use() or ""):
        put_account(tracking_uri, authorization(username, password, token))
    uri = _uri_in_use()
    return {"version": __version__, "tracking_uri": uri and without_account(uri)}


def withdraw_settings() -> None:
    """Takes the attached server's workspace and certificates away once the kernel talks to another server."""
    if _set.get(_VARIABLE) and _uri_in_use() != _set[_VARIABLE]:
        _unset_settings()


def _connect(uri: str, settings: Mapping[str, str]) -> None:
    """By the environment: MLflow reads it at each request, and importing MLflow here would take seconds."""
    _unset_settings()
    for name, value in settings.items():
        if name not in os.environ:
            os.environ[name] = _set[name] = value
    mlflow: Any = sys.modules.get("mlflow")
    if mlflow is not None and mlflow.get_tracking_uri() != uri:
        mlflow.set_tracking_uri(uri)
    os.environ[_VARIABLE] = _set[_VARIABLE] = uri


def _unset_settings() -> None:
    """Removes what this module set beside the server, and leaves what the person set."""
    for name in [name for name in _set if name != _VARIABLE]:
        if os.environ.get(name) == _set.pop(name):
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
