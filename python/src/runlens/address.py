"""A server's address as it may be shown."""

from __future__ import annotations


def without_account(uri: str) -> str:
    """A URI without user name and password."""
    scheme, separator, rest = uri.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{separator}{authority.rpartition('@')[2]}{slash}{path}" if separator else uri
