"""Secrets in text that is not parsed: shell lines, magics, comments, the contents of strings, code that is broken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .secret_names import is_near_secret, is_secret_name
from .secret_patterns import Span
from .secret_values import looks_random, may_be_secret

_NAME = r"(?<![\w.$-])(?P<name>[A-Za-z_][\w.-]{0,80})"
# `name = "value"`, `"name": "value"`, `["name"] = "value"`, `name: str = "value"`.
_QUOTED = re.compile(
    _NAME + r"""(?:\\?["'])?\]?\s{0,3}(?::\s{0,3}[\w.\[\]| ]{1,40}=|[:=]=?)\s{0,3}[rbfuRBFU]{0,2}\\?"""
    r"""(?P<quote>"{3}|'{3}|["'])(?P<value>(?:(?!(?P=quote))[^\\\n]|\\.){1,5000})"""
)
# `NAME=value`, `--name=value`, `--name value`, `%env NAME value`.
_BARE = re.compile(_NAME + r"""=(?P<value>[^\s;&|'"`,(){}\[\]<>]{1,2000})""")
_OPTION = re.compile(
    r"""(?<![\w-])--?(?P<name>[A-Za-z][\w-]{1,80})\s{1,3}["']?"""
    r"""(?P<value>[^\s;&|'"`<>-][^\s;&|'"`<>]{0,2000})"""
)
_ENV = re.compile(r"""^\s*%(?:set_)?env\s+(?P<name>\w{1,80})[\s=]+(?P<value>\S.*)""")
_CURL_USER = re.compile(r"""(?<![\w-])(?:-u|--user)[\s=]{1,3}["']?(?P<value>[^\s:'"]{1,200}:[^\s'"]{1,500})""")
# `password: value` alone in its line, as YAML and headers have it.
_COLON = re.compile(
    r"""^[\s"'#-]{0,40}(?P<name>[A-Za-z_][\w.-]{0,80}):[ \t]{1,4}["']?"""
    r"""(?P<value>[^\s'"]{1,2000})["',\s]{0,5}$"""
)
# `-H "X-Api-Key: value"`.
_HEADER = re.compile(
    r"""(?P<quote>["'])(?P<name>[A-Za-z][\w-]{1,80}):[ \t]{0,4}"""
    r"""(?P<value>(?:(?!(?P=quote))[^\\\n]){1,5000})(?P=quote)"""
)
_WORD = re.compile(r"[A-Za-z0-9+/_=.~-]{16,500}")
_IDENTIFIERS = re.compile(r"[A-Za-z_]\w{0,80}")


def line_spans(text: str, *, bare: bool) -> Iterator[Span]:
    """Where secrets stand in ``text``, line by line. ``bare``: values need no quotes, as in a shell."""
    start = 0
    for line in text.splitlines(keepends=True):
        for first, last in _spans_of_line(line, bare):
            yield start + first, start + last
        start += len(line)


def content_spans(text: str) -> Iterator[Span]:
    """The same inside a string: options, connection strings, headers, YAML."""
    yield from line_spans(text, bare=True)


def _spans_of_line(line: str, bare: bool) -> Iterator[Span]:
    yield from _named(_QUOTED, line)
    if bare:
        for pattern in (_BARE, _OPTION, _ENV, _COLON, _HEADER):
            yield from _named(pattern, line)
        yield from (match.span("value") for match in _CURL_USER.finditer(line))
    if any(is_near_secret(name) for name in _IDENTIFIERS.findall(line)):
        yield from (match.span() for match in _WORD.finditer(line) if looks_random(match.group()))


def _named(pattern: re.Pattern[str], line: str) -> Iterator[Span]:
    for match in pattern.finditer(line):
        name, value = match.group("name"), match.group("value")
        if is_secret_name(name) and may_be_secret(name, value):
            first, last = match.span("value")
            yield first, first + len(value.rstrip()) if last > first else last
