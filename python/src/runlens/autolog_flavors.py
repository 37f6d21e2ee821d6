"""Autolog of one flavor of MLflow: its function, its configuration, and what it accepts."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from typing import Any, Callable

from .errors import OptionError

# Libraries that train, and the flavors that log them, as in mlflow.autolog() of 2.9 to 3.17. Spark's data sources are
# not among them: they need a Java package of their own.
LIBRARIES = {
    "sklearn": "sklearn",
    "xgboost": "xgboost",
    "lightgbm": "lightgbm",
    "tensorflow": "tensorflow",
    "keras": "keras",
    "statsmodels": "statsmodels",
    "pytorch_lightning": "pytorch",
    "lightning": "pytorch",
    "fastai": "fastai",
    "transformers": "transformers",
    "setfit": "transformers",
    "pyspark.ml": "pyspark.ml",
}

Config = dict[str, Any]


def autolog_function(flavor: str) -> Callable[..., None] | None:
    """``mlflow.FLAVOR.autolog``, or None where this MLflow has none."""
    try:
        found = getattr(importlib.import_module(f"mlflow.{flavor}"), "autolog", None)
    except ImportError:
        return None
    return found if callable(found) else None


def configuration(flavor: str) -> Config:
    """What MLflow keeps of the flavor's last call; each fit reads ``disable``, ``exclusive`` and ``silent`` there."""
    from mlflow.utils.autologging_utils import AUTOLOGGING_INTEGRATIONS

    found: Config = AUTOLOGGING_INTEGRATIONS.get(flavor) or {}
    return found


def put_configuration(flavor: str, config: Config) -> None:
    """Makes ``config`` what MLflow reads for the flavor."""
    from mlflow.utils.autologging_utils import AUTOLOGGING_INTEGRATIONS

    AUTOLOGGING_INTEGRATIONS[flavor] = config


def known_flavors() -> list[str]:
    """The flavors whose autolog was called, or whose module was loaded."""
    from mlflow.utils.autologging_utils import AUTOLOGGING_INTEGRATIONS

    return list(AUTOLOGGING_INTEGRATIONS)


def is_on(config: Mapping[str, Any]) -> bool:
    """Whether a configuration makes fits log themselves."""
    return bool(config) and not config.get("disable", False)


def accepted(function: Callable[..., None], wanted: Mapping[str, Any]) -> Config:
    """Those of ``wanted`` that the flavor's function has, since flavors and versions differ."""
    known = inspect.signature(function).parameters
    return {key: value for key, value in wanted.items() if key in known}


def check_options(flavor: str, options: Mapping[str, Any]) -> None:
    """Raises OptionError for a flavor that this MLflow does not have, or an option that the flavor does not have."""
    function = autolog_function(flavor)
    if function is None:
        raise OptionError(f"--autolog-option: this MLflow has no autolog for {flavor!r}")
    known = inspect.signature(function).parameters
    for key in options:
        if key not in known:
            raise OptionError(f"--autolog-option: {flavor} has no option {key!r}; it has {', '.join(known)}")
