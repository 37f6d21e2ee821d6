"""Secrets that are known by their form, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .secret_values import MASK

Span = tuple[int, int]

_FORMS = re.compile(
    r"""(?x)
    \b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b             # AWS
    | \bgh[pousr]_[A-Za-z0-9]{20,}                      # GitHub
    | \bgithub_pat_[A-Za-z0-9_]{20,}
    | \bglpat-[A-Za-z0-9_-]{16,}                        # GitLab
    | \bxox[abeoprs]-[A-Za-z0-9-]{10,}                  # Slack
    | \bxapp-[A-Za-z0-9-]{10,}
    | (?<=hooks\.slack\.com/services/)[A-Za-z0-9/]{20,}
    | \bsk-(?:proj-|svcacct-|ant-|or-)?[A-Za-z0-9_-]{20,}   # OpenAI and others
    | \b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}            # Stripe
    | \bhf_[A-Za-z0-9]{20,}                             # Hugging Face
    | \bAIza[0-9A-Za-z_-]{30,}                          # Google
    | \bya29\.[0-9A-Za-z_-]{20,}
    | \bdapi[0-9a-f]{32}(?:-\d)?\b                      # Databricks
    | \bnpm_[A-Za-z0-9]{30,}
    | \bpypi-[A-Za-z0-9_-]{50,}
    | \bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}      # SendGrid
    | \beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*   # JSON Web Token
    """
)
_BEARER = re.compile(r"(?i)\b(?:bearer|basic)\s+([A-Za-z0-9._~+/-]{8,}=*)")
# At most so much of a scheme is looked back for: without a bound, long words cost their square.
_URL = re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]{0,30})://((?:[^\s/?#@'\"`\\<>{}]|\{[^{}'\"\n]*\}){1,500})@(?=[^\s'\"])")
_QUERY = re.compile(
    r"(?i)[?&](?:access_token|token|api_?key|key|sig|signature|password|secret|x-amz-signature|x-amz-security-token)="
    r"([^\s&#'\"`{}<>\\]{1,2000})"
)
_CONNECTION = re.compile(r"(?i)\b(?:AccountKey|SharedAccessKey|SharedAccessSignature)=([A-Za-z0-9+/=%&_-]{8,})")
# Without quotes in its body: a key that is written as several strings is met string by string.
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:[A-Za-z0-9+/=\s\\:,.]|-(?!----))*(?:-----END [A-Z0-9 ]{0,60}-----)?"
)


def pattern_spans(text: str) -> Iterator[Span]:
    """Where in ``text`` something has the form of a secret."""
    yield from (match.span() for match in _FORMS.finditer(text))
    yield from (match.span() for match in _PRIVATE_KEY.finditer(text))
    yield from (match.span(1) for match in _BEARER.finditer(text) if _is_credential(match.group(1)))
    yield from (match.span(2) for match in _URL.finditer(text) if _has_secret(match.group(1), match.group(2)))
    yield from (match.span(1) for match in _QUERY.finditer(text))
    yield from (match.span(1) for match in _CONNECTION.finditer(text))


def _is_credential(text: str) -> bool:
    # Not the prose "bearer authentication".
    return len(text) >= 24 or any(character.isdigit() for character in text)


def _has_secret(scheme: str, user_info: str) -> bool:
    rest = re.sub(r"\{[^{}]*\}", "", user_info).strip(":")
    if not rest or user_info == MASK:
        return False
    # `abfss://container@account` and `ssh://git@host` name no secret; a user name before an http host may be a token.
    return ":" in user_info or scheme.lower() in ("http", "https", "git+https", "git+http")
