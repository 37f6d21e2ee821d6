"""Whether a cell is to be logged, by its first line or by its metadata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .directives import split_mark


@dataclass(frozen=True)
class Mark:
    """``options`` is the text to parse, None for a cell without a mark. ``refused``: its log is switched off."""

    options: str | None
    code: str
    refused: bool = False


def read_mark(source: str, metadata: Mapping[str, Any] | None) -> Mark:
    """The first line counts before the metadata, since it is what a reader of the cell sees."""
    options, code = split_mark(source)
    settings = _settings(metadata)
    log = settings.get("log")
    if options is not None:
        return Mark(options, code)
    if log is True:
        text = settings.get("options")
        return Mark(text if isinstance(text, str) else "", code)
    return Mark(None, code, refused=log is False)


def _settings(metadata: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """``runlens`` in the metadata, or one deeper, as front ends differ in what they send."""
    for place in (metadata, metadata.get("metadata") if isinstance(metadata, Mapping) else None):
        found = place.get("runlens") if isinstance(place, Mapping) else None
        if isinstance(found, Mapping):
            return found
    return {}
