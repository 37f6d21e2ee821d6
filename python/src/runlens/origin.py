"""The server in a URI."""

from __future__ import annotations

from urllib.parse import urlsplit


def origin_of(uri: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port; None for what is no HTTP server."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80)
