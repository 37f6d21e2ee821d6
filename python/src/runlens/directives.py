"""Finds the line that marks a cell, and turns it into a comment for IPython.

The function runs for a cell more than once, and for text that is only being typed: it depends on the text alone.
"""

from __future__ import annotations

import re

_MAGIC = re.compile(r"%%mlflow(?:[ \t]+(?P<options>.*))?\s*$")
_COMMENT = re.compile(r"#[ \t]*mlflow:[ \t]*(?P<options>.*?)\s*$")


def options_in(line: str) -> str | None:
    """The options in a line that marks a cell, or None where the line is another."""
    found = _MAGIC.match(line) or _COMMENT.match(line)
    return (found.group("options") or "").strip() if found else None


def split_mark(source: str) -> tuple[str | None, str]:
    """The options of the mark on the first line that is not blank, and the source without that line."""
    lines = source.splitlines(keepends=True)
    first = _first(lines)
    options = options_in(lines[first]) if first is not None else None
    if options is None or first is None:
        return None, source
    return options, "".join(lines[:first] + lines[first + 1 :])


def comment_mark(lines: list[str]) -> list[str]:
    """For ``input_transformers_cleanup``: the ``%%mlflow`` line becomes a comment, so that line numbers stay.

    Where a cell magic such as ``%%time`` follows, the line goes instead: a cell magic counts only on the first line,
    and numbers the lines after it by itself.
    """
    first = _first(lines)
    if first is None or options_in(lines[first]) is None:
        return lines
    following = _first(lines[first + 1 :])
    if following is not None and lines[first + 1 + following].startswith("%%"):
        return lines[first + 1 + following :]
    if lines[first].startswith("#"):
        return lines
    return [*lines[:first], "# " + lines[first], *lines[first + 1 :]]


def _first(lines: list[str]) -> int | None:
    return next((index for index, line in enumerate(lines) if line.strip()), None)
