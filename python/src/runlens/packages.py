"""The packages of this kernel, as the lines of a requirements file."""

from __future__ import annotations

import os
import re
import sys
from importlib import metadata

_MAX_PACKAGES = 5_000

# The last list, and the state of the path that it belongs to.
_cached: dict[tuple[object, ...], str] = {}


def requirements() -> str:
    """``name==version`` of every package that this Python can import, sorted. Slow at first: not on a cell's path."""
    state = _path_state()
    if state not in _cached:
        text = _read()
        _cached.clear()
        _cached[state] = text
    return _cached.get(state, "")


def _path_state() -> tuple[object, ...]:
    # An installation changes the folder that it goes into.
    return tuple((entry, _modified(entry)) for entry in sys.path)


def _modified(path: str) -> int:
    try:
        return os.stat(path or ".").st_mtime_ns
    except OSError:
        return 0


def _read() -> str:
    versions: dict[str, str] = {}
    for distribution in metadata.distributions():
        line = _line(distribution)
        if line is not None:
            # The first on the path is the one that is imported.
            versions.setdefault(re.sub(r"[-_.]+", "-", line[0]).lower(), f"{line[0]}=={line[1]}")
        if len(versions) >= _MAX_PACKAGES:
            break
    return "".join(f"{versions[name]}\n" for name in sorted(versions))


def _line(distribution: metadata.Distribution) -> tuple[str, str] | None:
    """Name and version, None where an installation is broken."""
    try:
        name, version = distribution.metadata["Name"], distribution.version
    except Exception:
        return None
    return (name, version) if name and version and "\n" not in name + version else None
