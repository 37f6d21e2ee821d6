"""Which values may be secrets."""

from __future__ import annotations

import math
import re
from collections import Counter

from .secret_names import is_secret_name, words_of

MASK = "***"

# A value that is filled in from elsewhere: `{password}`, `${DB_PASSWORD}`, `%(token)s`, `$DB_PASSWORD`; not `$ecret1`.
_PLACEHOLDER = re.compile(r"\$?\{[^{}]*\}|\$\([^()]*\)|%\(\w+\)s|\$[A-Z_]+")
# Tokens of a language model: `<pad>`, `[MASK]`, `</s>`.
_LANGUAGE_TOKEN = re.compile(r"<[^<>\s]{0,30}>|\[[A-Z_]{1,20}\]|<\|[^|<>]{0,30}\|>")
_TYPE_WORDS = frozenset(
    "str string object category int integer float bool boolean bytes text none null true false required optional basic"
    " bearer hidden any".split()
)
_IDENTIFIER = re.compile(r"[A-Za-z_]+")
_RANDOM = re.compile(r"[A-Za-z0-9+/_=.~-]{16,}")
_PATH = re.compile(r"(/|~|\.\.?/|[A-Za-z]:[\\/])")


def may_be_secret(name: str, value: str) -> bool:
    """Whether ``value`` of something called ``name`` is a secret, not a placeholder or a word about secrets."""
    text = value.strip()
    if not any(character.isalnum() for character in text) and len(text) < 4:
        return False
    if _PLACEHOLDER.fullmatch(text) or text.lower() in _TYPE_WORDS or _is_about_secrets(text):
        return False
    words = words_of(name)
    if "pwd" in words and _PATH.match(text):
        return False
    return not ("token" in words and _LANGUAGE_TOKEN.fullmatch(text))


def looks_random(value: str) -> bool:
    """Whether a string looks made by a machine: at least 16 characters, letters and digits in disorder."""
    if _RANDOM.fullmatch(value) is None or _PATH.match(value):
        return False
    if not re.search(r"[0-9]", value) or not re.search(r"[A-Za-z]", value):
        return False
    return _entropy(value) >= 3.0 and _turns(value) >= 0.25


def _is_about_secrets(text: str) -> bool:
    """The name of a secret, as in ``getenv("OPENAI_API_KEY")`` or a column ``token_id``."""
    if _IDENTIFIER.fullmatch(text) is None:
        return False
    return is_secret_name(text) or not {"password", "token", "secret"}.isdisjoint(words_of(text))


def _entropy(value: str) -> float:
    """Shannon's entropy in bits a character; of 16 random hexadecimal digits it is about 3.3."""
    total = len(value)
    return -sum(count / total * math.log2(count / total) for count in Counter(value).values())


def _turns(value: str) -> float:
    """How often the kind of character changes. Words with a number in them change seldom."""
    kinds = [
        0 if character.isdigit() else 1 if character.islower() else 2 for character in value if character.isalnum()
    ]
    changes = sum(before != after for before, after in zip(kinds, kinds[1:]))
    return changes / max(1, len(kinds))
