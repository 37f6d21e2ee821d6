"""Words for the person, on stderr of the cell."""

from __future__ import annotations

import os
import sys

from .masking import mask_secrets


def warn(text: str) -> None:
    """Shows one line under the cell, without making the cell fail. Accounts in it, as of a URL, are masked."""
    sys.stderr.write(f"MLflow: {mask_secrets(text)}\n")


def say(text: str) -> None:
    """Shows a line of the cell's output."""
    sys.stdout.write(f"{text}\n")


def switched_on(variable: str) -> bool:
    """Whether an environment variable such as RUNLENS_STRICT is set to something that means yes."""
    return os.environ.get(variable, "").strip().lower() in {"1", "true", "yes", "on"}
