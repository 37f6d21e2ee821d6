"""HTTP servers that write down who asks them, and know nothing of MLflow."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Request:
    """What was asked, and with which Authorization header."""

    method: str
    path: str
    authorization: str | None


class Listener:
    """Refuses every request, or sends it on to ``redirect_to``; with ``silent`` it never answers."""

    def __init__(self, *, redirect_to: str | None = None, silent: bool = False) -> None:
        self.requests: list[Request] = []
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(redirect_to, silent))
        self._server.daemon_threads = True
        self.uri = f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def accounts(self) -> set[str | None]:
        """The Authorization headers that came."""
        return {request.authorization for request in self.requests}

    def __enter__(self) -> Listener:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self, redirect_to: str | None, silent: bool) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                listener.requests.append(Request(self.command, self.path, self.headers.get("Authorization")))
                if silent:
                    listener._closing.wait(120)
                    return
                body = json.dumps({"error_code": "PERMISSION_DENIED", "message": "not here"}).encode()
                self.send_response(307 if redirect_to else 403)
                if redirect_to:
                    self.send_header("Location", redirect_to + self.path)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

            def log_message(self, *_: Any) -> None:
                return

        return Handler
