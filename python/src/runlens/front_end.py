"""What the front end tells of the cell that it asked to run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any


def cell_metadata(shell: Any, info: Any) -> Mapping[str, Any]:
    """The metadata of the request: IPython 9 hands it to the hooks, before that the kernel keeps it."""
    found = getattr(info, "cell_meta", None)
    if isinstance(found, Mapping):
        return found
    try:
        found = shell.kernel.get_parent()["metadata"]
    except Exception:  # in-process shells have no kernel, and kernels differ
        return {}
    return found if isinstance(found, Mapping) else {}


def cell_id(info: Any, metadata: Mapping[str, Any]) -> str | None:
    """The cell's id as the front end calls it."""
    found = getattr(info, "cell_id", None) or metadata.get("cellId")
    return found if isinstance(found, str) and found else None


def notebook_path(shell: Any) -> str | None:
    """VS Code sets a variable, Jupyter's server an environment variable."""
    found = shell.user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME")
    return found if isinstance(found, str) and found else None
