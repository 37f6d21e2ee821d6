"""The accounts that the editor attached, each for the requests to its own server.

MLflow's own variables for an account hold for every server that a cell may name. Its seam for other kinds of
authentication is asked at each request: MLFLOW_TRACKING_AUTH names a provider, and what that returns sees the request.
"""

from __future__ import annotations

import base64
import importlib
import os
from typing import Any

from .origin import origin_of
from .post_import import when_imported

VARIABLE = "MLFLOW_TRACKING_AUTH"
PROVIDER = "runlens"
_REGISTRY = "mlflow.tracking.request_auth.registry"

Origin = tuple[str, str, "int | None"]

# What the Authorization header is for each server.
_headers: dict[Origin, str] = {}
_registered: list[str] = []


def put_account(uri: str, header: str | None) -> None:
    """From now on requests to the server of ``uri`` have this account; None takes it away."""
    origin = origin_of(uri)
    if origin is None:
        return
    if header is None:
        _headers.pop(origin, None)
        return
    _headers[origin] = header
    # Who has named a provider of their own has authentication already.
    os.environ.setdefault(VARIABLE, PROVIDER)
    if not _registered:
        _registered.append(PROVIDER)
        when_imported(_REGISTRY, lambda registry: registry._request_auth_provider_registry.register(Provider))


def account_of(uri: str) -> str | None:
    """The header of a server's account."""
    origin = origin_of(uri)
    return _headers.get(origin) if origin else None


def authorization(username: str | None, password: str | None, token: str | None) -> str | None:
    """The header that MLflow makes of an account: user name and password before a token."""
    if username is not None and password is not None:
        return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()
    return f"Bearer {token}" if token else None


class Provider:
    """MLflow's RequestAuthProvider, which is no base class here: MLflow may not be loaded yet."""

    def get_name(self) -> str:
        """What MLFLOW_TRACKING_AUTH holds."""
        return PROVIDER

    def get_auth(self) -> Any:
        """Asked for at each request; what it returns is then given the request."""
        return authorize


def authorize(request: Any) -> Any:
    """Adds the header to a prepared request of ``requests`` to one of the servers, unless it has an account.

    A request that has an ``auth`` gets none from ~/.netrc or its URL any more, so those are looked up here: they are
    the person's own.
    """
    requests: Any = importlib.import_module("requests")
    url = str(request.url)
    persons: Any = requests.utils.get_netrc_auth(url) or requests.utils.get_auth_from_url(url)
    if any(persons):
        return requests.auth.HTTPBasicAuth(*persons)(request)
    header = account_of(url)
    if header is not None:
        request.headers.setdefault("Authorization", header)
    return request
