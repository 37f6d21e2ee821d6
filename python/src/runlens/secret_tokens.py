"""Secrets in Python source: strings that are given to a name which says so."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from .secret_context import Context, Item
from .secret_lines import content_spans, line_spans
from .secret_names import is_near_secret
from .secret_patterns import Span
from .secret_values import looks_random, may_be_secret

_OPENING = re.compile(r"""(?P<prefix>[A-Za-z]{0,3})(?P<quote>\"{3}|'{3}|["'])""")
_BEGINS_KEY = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY")
_IGNORED = (tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
# Python 3.12 and later split f-strings, 3.14 t-strings as well.
_STARTS = {getattr(tokenize, name, -1) for name in ("FSTRING_START", "TSTRING_START")}
_ENDS = {getattr(tokenize, name, -1) for name in ("FSTRING_END", "TSTRING_END")}


class NotPython(Exception):
    """The text is no Python that can be split into tokens."""


@dataclass(frozen=True)
class Literal:
    """The inside of a string literal, between its quotes."""

    start: int
    text: str
    is_format: bool


def token_spans(source: str) -> Iterator[Span]:
    """Where secrets stand in Python source. Raises NotPython, before the first of them."""
    items = _items(source)
    near = {item.row for item in items if item.kind != "op" and _is_near(item)}
    context = Context(items)
    in_key = False
    for index, item in enumerate(items):
        if item.kind == "comment":
            yield from _shifted(item.start, line_spans(item.text, bare=item.text.lstrip("# ").startswith("mlflow:")))
            continue
        context.step(index)
        if item.kind != "string":
            in_key = in_key and item.kind != "newline"
            continue
        literal = _literal(item)
        in_key = in_key or _BEGINS_KEY.search(literal.text) is not None
        name = context.secret_name(index)
        if in_key:
            yield from _whole(literal)
        elif name is not None:
            yield from _masked(literal, name)
        elif (context.is_guarded() or item.row in near) and looks_random(literal.text) and not context.is_key(index):
            yield from _whole(literal)
        if not (name is None and "\n" not in literal.text and len(literal.text) < 6):
            yield from _shifted(literal.start, content_spans(literal.text))
        in_key = in_key and "-----END" not in literal.text


def _items(source: str) -> list[Item]:
    if "\r" in source.replace("\r\n", "") or "\0" in source:
        raise NotPython
    starts = _line_starts(source)
    items: list[Item] = []
    depth, opened = 0, 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            start, end = _offset(starts, token.start), _offset(starts, token.end)
            if token.type in _STARTS:
                opened = start if depth == 0 else opened
                depth += 1
            elif token.type in _ENDS:
                depth -= 1
                if depth == 0:
                    items.append(Item("string", source[opened:end], opened, token.start[0]))
            elif depth == 0 and token.type not in _IGNORED:
                items.append(Item(_kind(token), source[start:end], start, token.start[0]))
    except (tokenize.TokenError, SyntaxError, IndexError, ValueError, RecursionError, UnicodeError):
        raise NotPython from None
    if depth or any(item.kind == "error" for item in items):
        raise NotPython
    return items


def _kind(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.ERRORTOKEN and token.string[:1] in "\"'":
        return "error"
    kinds = {
        tokenize.NAME: "name",
        tokenize.STRING: "string",
        tokenize.NEWLINE: "newline",
        tokenize.COMMENT: "comment",
        tokenize.NUMBER: "number",
    }
    return kinds.get(token.type, "op")


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in io.StringIO(source):
        starts.append(starts[-1] + len(line))
    return starts


def _offset(starts: list[int], position: tuple[int, int]) -> int:
    row = min(position[0] - 1, len(starts) - 1)
    return starts[row] + position[1]


def _is_near(item: Item) -> bool:
    text = item.text if item.kind in ("name", "comment") or len(item.text) < 60 else ""
    return any(is_near_secret(name) for name in re.findall(r"[A-Za-z_]\w*", text))


def _literal(item: Item) -> Literal:
    opening = _OPENING.match(item.text)
    if opening is None:
        raise NotPython
    quote = len(opening.group("quote"))
    inside = item.text[opening.end() : max(opening.end(), len(item.text) - quote)]
    kind = opening.group("prefix").lower()
    return Literal(item.start + opening.end(), inside, "f" in kind or "t" in kind)


def _whole(literal: Literal) -> Iterator[Span]:
    yield from _pieces(literal) if literal.is_format else iter([(literal.start, literal.start + len(literal.text))])


def _masked(literal: Literal, name: str) -> Iterator[Span]:
    if literal.is_format:
        for first, last in _pieces(literal):
            text = literal.text[first - literal.start : last - literal.start]
            # `f"Bearer {token}"` and `f"{user}-{number}"` hold no secret themselves.
            if sum(character.isalnum() for character in text) >= 3 and may_be_secret(name, text):
                yield first, last
    elif may_be_secret(name, literal.text):
        yield literal.start, literal.start + len(literal.text)


def _pieces(literal: Literal) -> Iterator[Span]:
    """The literal parts of an f-string, between the braces of its expressions."""
    depth, first, text, at = 0, 0, literal.text, 0
    while at < len(text):
        if depth == 0 and text[at : at + 2] in ("{{", "}}"):
            at += 2
            continue
        if text[at] == "{":
            if depth == 0 and at > first:
                yield literal.start + first, literal.start + at
            depth += 1
        elif text[at] == "}" and depth:
            depth -= 1
            first = at + 1
        at += 1
    if depth == 0 and len(text) > first:
        yield literal.start + first, literal.start + len(text)


def _shifted(start: int, spans: Iterator[Span]) -> Iterator[Span]:
    return ((start + first, start + last) for first, last in spans)
