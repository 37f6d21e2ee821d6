"""Masks what looks like a secret in a source, before it leaves the kernel."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .secret_lines import line_spans
from .secret_patterns import Span, pattern_spans
from .secret_tokens import NotPython, token_spans
from .secret_values import MASK

__all__ = ["MASK", "mask_secrets"]

# A masked text can show another secret, as when two stand in one string; the number only bounds the work.
_ROUNDS = 5
# Magics whose cell is Python all the same.
_PYTHON_CELL = re.compile(r"\s*%%(?:mlflow|time|timeit|capture|prun)\b")
_SHELL_LINE = re.compile(r"\s*[%!]|\s*[\w, ]{1,100}=\s*[!%](?!=)")
_LINE_END = re.compile(r"\\?(?:\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029])")


@lru_cache(maxsize=512)
def mask_secrets(text: str) -> str:
    """The same text with ``***`` for what looks like a secret: passwords, tokens, keys, credentials in URLs.

    For the source of a cell, a traceback or a line of options. Python stays runnable and keeps its lines; code without
    secrets, as ``token = tokenizer(text)``, stays as it is. Masking twice changes nothing more; it never raises.
    """
    for _ in range(_ROUNDS):
        masked = _replace(text, _spans(text))
        if masked == text:
            break
        text = masked
    return text


def _spans(text: str) -> Iterator[Span]:
    yield from pattern_spans(text)
    shell = _shell_lines(text)
    for start, end in shell:
        yield from ((start + first, start + last) for first, last in line_spans(text[start:end], bare=True))
    code = _blank(text, shell)
    try:
        yield from token_spans(code)
    except NotPython:
        yield from line_spans(code, bare=False)


def _shell_lines(text: str) -> list[Span]:
    """The lines that are no Python: magics, shell commands, with their continuations; all of a cell as ``%%bash``."""
    first = text.lstrip()[:3]
    if first.startswith("%%") and _PYTHON_CELL.match(text) is None:
        return [(0, len(text))]
    lines: list[Span] = []
    start, continued = 0, False
    for line in text.splitlines(keepends=True):
        if continued or _SHELL_LINE.match(line):
            lines.append((start, start + len(line)))
            continued = line.rstrip().endswith("\\")
        start += len(line)
    return lines


def _blank(text: str, spans: list[Span]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts.extend([text[at:start], re.sub(r"[^\r\n]", " ", text[start:end])])
        at = end
    return "".join([*parts, text[at:]])


def _replace(text: str, spans: Iterable[Span]) -> str:
    parts, at = [], 0
    for start, end in _merged(spans):
        ends = "".join(_LINE_END.findall(text[start:end]))
        parts.extend([text[at:start], MASK, ends])
        at = end
    return "".join([*parts, text[at:]])


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
