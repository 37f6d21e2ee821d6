"""Notebook cells that log themselves to MLflow: ``%load_ext runlens``, then ``%%mlflow`` on a cell's first line."""

from __future__ import annotations

from typing import Any

from .attach import attach

__all__ = ["__version__", "attach", "load_ipython_extension", "unload_ipython_extension"]

__version__ = "0.1.0"


def load_ipython_extension(ipython: Any) -> None:
    """What ``%load_ext runlens`` calls."""
    from .extension import load

    load(ipython)


def unload_ipython_extension(ipython: Any) -> None:
    """What ``%unload_ext runlens`` calls."""
    from .extension import unload

    unload(ipython)
