"""Which names say that their value is a secret."""

from __future__ import annotations

import re
from functools import lru_cache

_SECRET_WORDS = frozenset(
    "password passwd passwort pwd passphrase passcode secret apikey accesskey secretkey privatekey authtoken"
    " accesstoken credential credentials authorization bearer".split()
)
_SECRET_KEYS = frozenset(
    "api access secret private signing encryption account master auth ssh license service subscription storage"
    " shared".split()
)
_PASS_OF = frozenset("db database user smtp ftp mysql pg postgres root admin auth mail email".split())
# A name that ends in one of these is about a secret, and not one.
_ABOUT = frozenset(
    "name names file files filename path url uri endpoint type types count counts len length size limit max min"
    " column columns col label labels index idx pattern regex prompt env var variable header headers hint format"
    " policy expires expiry ttl kind class ids id help error message msg arn scope scopes ref version dir folder field"
    " fields tokenizer manager provider getter reader hash function func fn handler callback code server".split()
)
_SUFFIXES = frozenset(
    "prod dev test staging old new value val str string b64 base64 bytes plain default raw text".split()
)
# Tokens of language models, not of servers.
_LANGUAGE = frozenset(
    "pad eos bos sep cls mask unk special stop start end num max min first last next prev image word sub begin of"
    " separator padding unknown control think tool".split()
)
# Beside these, a string that looks random is a secret too.
_NEAR_WORDS = _SECRET_WORDS | frozenset(
    "token tokens key keys auth signature sig salt secrets passwords login sas".split()
)

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether ``name`` (of a variable, a key, an option) names a secret: ``db_password``, ``HF_TOKEN``, ``apiKey``.

    Not ``token_count``, ``password_file``, ``pad_token``: they are about a secret, or tokens of a language model.
    """
    words = words_of(name)
    while words and (words[-1].isdigit() or (len(words) > 1 and words[-1] in _SUFFIXES)):
        words.pop()
    if not words or words[-1] in _ABOUT:
        return False
    return _SECRET_WORDS.intersection(words) != set() or _ends_in_secret(words)


def is_near_secret(name: str) -> bool:
    """Whether a string that looks random is a secret where this name stands in the same line."""
    return not _NEAR_WORDS.isdisjoint(words_of(name))


def words_of(name: str) -> list[str]:
    """The words of an identifier, in lower case: of ``dbPassword_2`` they are ``db``, ``password``, ``2``."""
    return [word.lower() for word in _WORDS.findall(name[:200])]


def _ends_in_secret(words: list[str]) -> bool:
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last == "token":
        return _LANGUAGE.isdisjoint(words)
    return (last == "key" and before in _SECRET_KEYS) or (last == "pass" and before in _PASS_OF)
