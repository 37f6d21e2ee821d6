"""Text from a server or a notebook is data: made safe to show, and bounded."""

from __future__ import annotations

import unicodedata

MAX_TEXT = 500

# Controls, format characters (zero-width ones, bidirectional overrides, BOM), line separators, and halves of
# characters, which no UTF-8 can carry.
_UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def single_line(text: object, max_length: int = MAX_TEXT) -> str:
    """One line without control, zero-width and direction characters, shortened to ``max_length`` with an ellipsis."""
    start = str(text)[: max_length * 4]
    clean = "".join(" " if unicodedata.category(character) in _UNSAFE else character for character in start).strip()
    return clean if len(clean) <= max_length else clean[: max_length - 1] + "…"


def without_surrogates(text: str) -> str:
    """The same text, with halves of characters replaced, so that it can be written as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
