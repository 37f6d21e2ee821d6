"""Follows Python's tokens, and tells of each string whose value it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from .secret_names import is_secret_name, words_of

_ASSIGNS = frozenset(("=", ":=", "+=", "|="))
_COMPARES = frozenset(("==", "!="))
_OPENS = {"(": ")", "[": "]", "{": "}"}
# Calls that pass a secret on as it is: `password = SecretStr("…")`.
_WRAPPERS = frozenset("str bytes SecretStr SecretBytes Secret quote quote_plus b64decode b64encode Variable".split())
# Calls with a name and its value as arguments: `os.environ.setdefault("TOKEN", "…")`.
_PAIR_CALLS = frozenset("setdefault putenv setenv set_key setattr set_secret add_header set set_password".split())
_BASIC_AUTH = frozenset("HTTPBasicAuth HTTPDigestAuth BasicAuth login basic_auth".split())


_KEYWORDS = frozenset("return in and or not else if await assert yield is lambda".split())


@dataclass(frozen=True)
class Item:
    """A token: ``kind`` is name, string, number, comment, newline, op or error; ``row`` is its first line."""

    kind: str
    text: str
    start: int
    row: int


@dataclass
class Frame:
    """What stands in one pair of brackets, or a statement."""

    kind: str
    callee: str = ""
    # The name of the secret that every value in the frame belongs to.
    base: str | None = None
    # The name of the secret that the value at this place belongs to.
    current: str | None = None
    # A secret's name stands before, and this is an argument of a call that makes its value.
    guarded: bool = False
    argument: int = 0
    pair: str | None = None
    targets: list[str | None] = field(default_factory=list)


class Context:
    """The state at one token of a source: call ``step`` with each index in turn."""

    def __init__(self, items: list[Item]) -> None:
        self._items = [item for item in items if item.kind != "comment"]
        self._positions = {id(item): index for index, item in enumerate(self._items)}
        self._all = items
        self._frames = [Frame("statement")]

    def step(self, index: int) -> None:
        """Takes the token at ``index`` of the items into account."""
        item = self._all[index]
        at = self._positions[id(item)]
        if item.kind == "newline" or (item.text == ";" and len(self._frames) == 1):
            self._frames = [Frame("statement")]
        elif item.kind == "op":
            self._operator(item.text, at)
        elif item.kind == "string" or item.kind == "name":
            self._remember(item)

    def secret_name(self, index: int) -> str | None:
        """The name of the secret whose value the string at ``index`` is; None when it is no secret's."""
        at = self._positions[id(self._all[index])]
        before, after = self._text(at - 1), self._text(at + 1)
        if self.is_key(index):
            return None
        if before in _COMPARES:
            return self._secret(self._name_before(at - 1))
        if after in _COMPARES and self._kind(at + 2) == "name":
            return self._secret(self._text(at + 2))
        if before in ("in", "%"):
            return None
        return self._frames[-1].current

    def is_guarded(self) -> bool:
        """Whether the string stands in a call that makes a secret's value."""
        return any(frame.guarded for frame in self._frames)

    def is_key(self, index: int) -> bool:
        """Whether the string at ``index`` is a key: of a dictionary, or in the brackets after a value."""
        frame = self._frames[-1]
        after = self._text(self._positions[id(self._all[index])] + 1)
        return frame.kind == "subscript" or (frame.kind == "{" and after == ":")

    def _operator(self, text: str, at: int) -> None:
        frame = self._frames[-1]
        if text in _OPENS:
            self._frames.append(self._opened(text, at))
        elif text in (")", "]", "}"):
            if len(self._frames) > 1:
                self._frames.pop()
        elif text == ",":
            self._next_argument(frame)
        elif text in _ASSIGNS:
            self._assign(frame, at)
        elif text == ":" and frame.kind == "{":
            frame.current = self._secret(self._name_before(at))

    def _opened(self, text: str, at: int) -> Frame:
        parent = self._frames[-1]
        follows_value = self._kind(at - 1) in ("name", "string") or self._text(at - 1) in (")", "]")
        callee = self._text(at - 1) if self._kind(at - 1) == "name" else ""
        if text == "[" and follows_value:
            return Frame("subscript")
        if text != "(" or not follows_value or callee in _KEYWORDS:
            return self._group(text, at)
        base = parent.current if callee in _WRAPPERS else _set_by(callee)
        return Frame("call", callee, base, base, guarded=parent.current is not None)

    def _group(self, text: str, at: int) -> Frame:
        if text != "(":
            return Frame(text)
        # `auth=("user", "password")`
        if self._text(at - 1) == "=" and self._text(at - 2) in ("auth", "credentials"):
            return Frame(text, callee="auth")
        current = self._frames[-1].current
        return Frame(text, base=current, current=current)

    def _next_argument(self, frame: Frame) -> None:
        frame.argument += 1
        if frame.kind == "statement":
            if len(frame.targets) > 1:
                frame.current = frame.targets[frame.argument] if frame.argument < len(frame.targets) else None
        elif frame.callee == "auth" or frame.callee in _BASIC_AUTH:
            frame.current = "password"
        elif frame.callee in _WRAPPERS:
            # The second is an encoding.
            frame.current = None
        else:
            frame.current = frame.base or (frame.pair if frame.callee in _PAIR_CALLS else None)

    def _remember(self, item: Item) -> None:
        frame = self._frames[-1]
        if frame.callee in _PAIR_CALLS:
            frame.pair = frame.pair or self._secret(item.text.strip("\"'"))

    def _assign(self, frame: Frame, at: int) -> None:
        if frame.kind != "statement":
            frame.current = self._secret(self._name_before(at)) or self._annotated(at)
            return
        targets = self._targets(at)
        if len(targets) > 1:
            frame.targets, frame.argument = targets, 0
            frame.current = targets[0]
        else:
            frame.current = targets[0] or self._annotated(at) or frame.current

    def _targets(self, at: int) -> list[str | None]:
        """The secrets among the names left of the ``=`` at ``at``, one for each name."""
        found: list[str | None] = [self._secret(self._name_before(at))]
        place = self._before_value(at)
        while self._text(place) == ",":
            found.insert(0, self._secret(self._name_before(place)))
            place = self._before_value(place)
        return found

    def _before_value(self, at: int) -> int:
        """The place before the name, attribute or subscript that ends before ``at``."""
        place = at - 1
        while place >= 0 and self._text(place) in ("]", ")", "*"):
            place = self._matching(place) - 1
        while self._text(place - 1) == ".":
            place -= 2
        return place - 1

    def _annotated(self, at: int) -> str | None:
        """The secret's name in ``name: annotation =``."""
        place, depth = at - 1, 0
        while place >= 0 and self._kind(place) != "newline" and self._text(place) not in (";", "="):
            text = self._text(place)
            depth += text in (")", "]", "}")
            depth -= text in _OPENS
            if depth < 0:
                return None
            if depth == 0 and text == ":":
                first = self._before_value(place)
                starts = self._kind(first) == "newline" or first < 0 or self._text(first) in ("(", ",", ";", ":", "*")
                return self._secret(self._name_before(place)) if starts else None
            place -= 1
        return None

    def _name_before(self, at: int) -> str:
        """The name that the value before ``at`` goes by: of ``os.environ["TOKEN"]`` it is ``TOKEN``."""
        place = at - 1
        if self._text(place) == "]":
            inside = place - 1
            place = inside if self._matching(place) == inside - 1 else -1
        if self._kind(place) == "string":
            return self._text(place).lstrip("rRbBuUfF").strip("\"'")
        return self._text(place) if self._kind(place) == "name" else ""

    def _matching(self, at: int) -> int:
        """Where the bracket that closes at ``at`` was opened."""
        depth, place = 0, at
        while place >= 0 and self._kind(place) != "newline":
            depth += self._text(place) in (")", "]", "}")
            depth -= self._text(place) in _OPENS
            if depth == 0:
                return place
            place -= 1
        return -1

    @staticmethod
    def _secret(name: str) -> str | None:
        return name if name and len(name) <= 200 and is_secret_name(name) else None

    def _text(self, at: int) -> str:
        return self._items[at].text if 0 <= at < len(self._items) else ""

    def _kind(self, at: int) -> str:
        return self._items[at].kind if 0 <= at < len(self._items) else ""


def _set_by(callee: str) -> str | None:
    """The secret that a call is given: ``set_token("…")``, ``AzureKeyCredential("…")``."""
    if callee.startswith("set_") and is_secret_name(callee[4:]):
        return callee[4:]
    words = words_of(callee)
    return "credential" if callee[:1].isupper() and words[-1:] in (["credential"], ["secret"]) else None
